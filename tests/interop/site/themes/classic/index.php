<!DOCTYPE html>
<html <?php language_attributes(); ?>>
<head>
<meta charset="<?php bloginfo( 'charset' ); ?>">
<title><?php wp_title( '|', true, 'right' ); ?><?php bloginfo( 'name' ); ?></title>
<?php wp_head(); ?>
</head>
<body>
<?php
while ( have_posts() ) {
	the_post();
	?>
	<article <?php post_class(); ?>>
	<h1 class="entry-title"><a href="<?php the_permalink(); ?>"><?php the_title(); ?></a></h1>
	<div class="entry-content"><?php the_content(); ?></div>
	</article>
	<?php
	if ( is_single() ) {
		// Themes of the years of TrackBack print its RDF, those of today do not.
		if ( has_tag( 'rdf' ) ) {
			trackback_rdf();
		}
		echo '<ol>';
		wp_list_comments( array( 'style' => 'ol' ), get_comments( array( 'post_id' => get_the_ID(), 'status' => 'approve' ) ) );
		echo '</ol>';
	}
}
wp_footer();
?>
</body>
</html>
