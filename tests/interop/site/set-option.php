<?php
// What a person does on a settings page: set-option.php NAME VALUE.
require getenv( 'WP_FOLDER' ) . '/wp-load.php';

update_option( $argv[1], $argv[2] );
$GLOBALS['wp_rewrite']->init();
flush_rewrite_rules();
