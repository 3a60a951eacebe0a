<?php
// A WordPress takes loopback for an attack and dials the ports 80, 443 and 8080 alone; here loopback is all there is.
add_filter( 'http_request_host_is_external', '__return_true' );
add_filter(
	'http_allowed_safe_ports',
	function ( $ports, $host, $url ) {
		return array_merge( $ports, array( parse_url( $url, PHP_URL_PORT ) ) );
	},
	10,
	3
);

// There is no mail.
function wp_mail() {
	return true;
}

// It takes one comment in 15 seconds from an address, and from all trackbacks together; this waits until a test asks for it.
add_action(
	'init',
	function () {
		if ( ! get_option( 'flood_control' ) ) {
			remove_action( 'check_comment_flood', 'check_comment_flood_db', 10 );
		}
	}
);
