"""Pages about themes at the desk."""
