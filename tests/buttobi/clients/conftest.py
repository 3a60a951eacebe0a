"""A blog editor: the XML-RPC client of Python, an independent one, that calls our door."""

import xmlrpc.client
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from buttobi.accounts import app_passwords
from buttobi.accounts.models import Account


class ThroughDjango(xmlrpc.client.Transport):
    """Carries what the client writes to the service, and what it answers back; nothing else of it is ours."""

    def __init__(self, browser: Client) -> None:
        super().__init__(use_builtin_types=True)
        self.browser = browser

    def request(self, host: Any, handler: str, request_body: Any, verbose: bool = False) -> Any:
        answer = self.browser.post(handler, request_body, content_type="text/xml")
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
        parser, unmarshaller = self.getparser()
        parser.feed(answer.content)
        parser.close()
        return unmarshaller.close()


class Editor:
    """A blog editor of one person: `editor.post(blog, title=…)`, `editor.call("mt.publishPost", …)`."""

    def __init__(self, account: Account) -> None:
        self.name = account.username
        self.password = app_passwords.make(account=account, name="editor")
        self.server = xmlrpc.client.ServerProxy(
            "http://localhost:8000/rpc", transport=ThroughDjango(Client(HTTP_HOST="localhost:8000")), allow_none=True
        )

    def raw(self, method: str, *params: Any) -> Any:
        return getattr(self.server, method)(*params)

    def call(self, method: str, about: Any, *params: Any) -> Any:
        """A method whose first parameter says what it is about, then name and password, then the rest."""
        return self.raw(method, str(getattr(about, "pk", about)), self.name, self.password, *params)

    def post(self, blog: Any, *, publish: bool = True, **struct: Any) -> Any:
        return self.call("metaWeblog.newPost", blog, struct, publish)

    def edit(self, entry: Any, *, publish: bool = True, **struct: Any) -> Any:
        return self.call("metaWeblog.editPost", entry, struct, publish)

    def get(self, entry: Any) -> Any:
        return self.call("metaWeblog.getPost", entry)

    def refusal(self, method: str, *params: Any) -> xmlrpc.client.Fault:
        """The fault with which a call is answered."""
        with pytest.raises(xmlrpc.client.Fault) as fault:
            getattr(self, method)(*params) if hasattr(self, method) else self.call(method, *params)
        return fault.value


@pytest.fixture
def make_editor(db: None) -> Callable[[Account], Editor]:
    return Editor


@pytest.fixture
def editor(account: Account) -> Editor:
    """The blog editor of `account`."""
    return Editor(account)
