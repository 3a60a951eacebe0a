"""Why a text cannot be shown."""


def gettext_noop(sentence: str) -> str:
    """Marks a sentence for the catalogues; whoever shows it translates it."""
    return sentence


TEXT_TOO_LONG = gettext_noop("This text is longer than 200,000 characters. Make two entries of it.")
PAGE_TOO_LONG = gettext_noop("As a page this text would be longer than 2 megabytes. Make two entries of it.")
TOO_MANY_CELLS = gettext_noop("The tables in this text have more than 20,000 cells. Leave some out.")
TOO_DEEP = gettext_noop("Quotes, lists or tags in this text are nested too deep.")
TOO_MANY_ATTRIBUTES = gettext_noop("A tag in this text has too many attributes.")
TOO_MUCH_FORMATTING = gettext_noop("Too many tags for bold, links and the like are left open in this text.")


class MarkupTooLarge(ValueError):  # noqa: N818 (said of the text, not of the program)
    """A text that would cost too much to show. `str()` is one plain English sentence, the key of its translation."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
