"""Why a command cannot go on."""


class Unable(Exception):  # noqa: N818 - it is a sentence for the person at the terminal, not an error of the program
    """One sentence for the person at the terminal, and the exit status that goes with it (2: their own mistake)."""

    def __init__(self, sentence: str, *, status: int = 1) -> None:
        super().__init__(sentence)
        self.status = status
