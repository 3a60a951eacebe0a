<?php
// What a person does on the installation page and on the settings pages, once.
define( 'WP_INSTALLING', true );
require getenv( 'WP_FOLDER' ) . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';

wp_install( getenv( 'WP_TITLE' ), getenv( 'WP_NAME' ), 'owner@mail.example', true, '', getenv( 'WP_PASSWORD' ) );
update_option( 'permalink_structure', getenv( 'WP_PERMALINKS' ) );
$GLOBALS['wp_rewrite']->init();
flush_rewrite_rules();
// Without this every trackback and pingback waits for the owner.
update_option( 'comment_previously_approved', 0 );
update_option( 'ping_sites', '' );
switch_theme( 'classic' );
echo 'installed';
