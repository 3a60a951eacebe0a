"""The bells of the picture room."""

from buttobi.celery import bell
from buttobi.media import forget, prepare

# The clock rings as well, so that a lost bell costs a minute.
prepare_due = bell("media.prepare", every=60)(prepare.drain)
forget_unused = bell("media.forget", every=3600)(forget.forget_unused)
