"""What about a blog's day asks for a look by staff before it is final."""

from django.utils.translation import gettext_noop

FLAGS = {
    "few_owners": gettext_noop("60 % or more of its trackbacks come from three owners or fewer."),
    "mutual": gettext_noop("60 % or more of its trackbacks were answered with a trackback within 24 hours."),
    "burst": gettext_noop("It has five times as many trackbacks as on an ordinary day of its last 28."),
}
