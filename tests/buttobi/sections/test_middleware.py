"""Hosts are told apart before anything else."""

import pytest
from django.conf import settings
from django.test import Client, RequestFactory
from pytest_django import Settings

from tests.conftest import MakeEntry

pytestmark = pytest.mark.django_db
PING = {"url": "https://there.example/1", "title": "Hello"}


def test_an_unknown_host_is_told_the_addresses_of_the_service() -> None:
    response = Client(HTTP_HOST="somewhere.example").get("/")
    page = response.content.decode()
    assert response.status_code == 421
    assert "http://localhost:8000/" in page
    assert "http://adult.localhost:8000/" in page
    assert "GENERAL_HOST" in page


@pytest.mark.parametrize(
    ("host", "path", "status"),
    [
        ("somewhere.example", "/", 421),
        ("127.0.0.1:8000", "/", 302),
        ("desk.localhost:8000", "/", 302),
        ("desk.localhost:8000", "/cats/", 302),
        ("localhost:8000", "/a/%00/", 404),
        ("localhost:8000", "/", 200),
    ],
)
def test_whatever_is_answered_says_what_browsers_may_run(host: str, path: str, status: int, settings: Settings) -> None:
    settings.DASHBOARD_HOST = "desk.localhost:8000"
    response = Client(HTTP_HOST=host).get(path)
    assert response.status_code == status
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("host", ["", "a b", "<script>", "localhost:8000:1", "xn--", "localhost:8001", "x" * 300])
def test_a_strange_host_is_no_failure_of_ours(host: str) -> None:
    response = Client(HTTP_HOST=host).get("/")
    assert 400 <= response.status_code < 500
    assert "<script>" not in response.content.decode().partition("<main")[2]


@pytest.mark.parametrize("host", ["LocalHost:8000", "localhost.:8000", "localhost:08000"])
def test_a_host_of_ours_is_known_in_every_spelling(host: str) -> None:
    assert Client(HTTP_HOST=host).get("/help/trackback/").status_code == 200


@pytest.mark.parametrize("host", ["localhost:8000/..", "localhost:8000#", "x@localhost:8000", "%6cocalhost:8000"])
def test_more_than_a_host_is_no_host_of_ours(host: str) -> None:
    assert Client(HTTP_HOST=host).get("/help/trackback/").status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "127.0.0.1", "127.0.0.1.:8000", "[::1]:8000", "[0:0::1]:8000"])
def test_a_look_at_the_loopback_address_leads_to_the_general_host(host: str) -> None:
    for method in ("get", "head"):
        response = getattr(Client(HTTP_HOST=host), method)("/center/?page=2")
        assert response.status_code == 302
        assert response.headers["Location"] == "http://localhost:8000/center/?page=2"


def test_a_ping_to_the_loopback_address_is_answered_there(make_entry: MakeEntry) -> None:
    number = make_entry().target.pk
    response = Client(HTTP_HOST="127.0.0.1:8000").post(f"/tb/{number}", PING)
    assert response.status_code == 200
    assert b"<error>0</error>" in response.content


def test_anything_else_to_the_loopback_address_is_refused() -> None:
    assert Client(HTTP_HOST="127.0.0.1:8000").post("/language", {"language": "ja"}).status_code == 421


def test_the_loopback_address_stands_for_no_public_host(settings: Settings) -> None:
    settings.GENERAL_HOST = settings.DASHBOARD_HOST = "blog.example"
    assert Client(HTTP_HOST="127.0.0.1:8000").get("/").status_code == 421


def test_every_host_answers_for_its_health() -> None:
    assert Client(HTTP_HOST="somewhere.example").get("/healthz").status_code in (200, 503)


def test_a_desk_with_its_own_host_serves_nothing_public(settings: Settings, make_entry: MakeEntry) -> None:
    entry = make_entry()
    settings.DASHBOARD_HOST = "desk.localhost:8000"
    desk = Client(HTTP_HOST="desk.localhost:8000")
    assert desk.get("/").headers["Location"] == "http://desk.localhost:8000/-/"
    assert desk.get(f"/cats/{entry.slug}/").headers["Location"] == "http://localhost:8000/"
    assert desk.post(f"/tb/{entry.target.pk}", PING).status_code == 404
    assert desk.get("/-/account/login/").status_code == 200


def test_only_a_trusted_proxy_is_believed_about_the_client(settings: Settings, rf: RequestFactory) -> None:
    from buttobi.sections.middleware import HostMiddleware

    def seen_by(trusted: list[str], forwarded: str) -> str:
        settings.TRUSTED_PROXIES = trusted
        request = rf.get("/", HTTP_HOST="localhost:8000", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)
        HostMiddleware(lambda request: request)(request)  # type: ignore[arg-type,return-value]
        return str(request.META["REMOTE_ADDR"])

    assert seen_by([], "198.51.100.7") == "10.0.0.1"
    assert seen_by(["10.0.0.0/8"], "198.51.100.7") == "198.51.100.7"
    assert seen_by(["10.0.0.0/8"], "1.2.3.4, 198.51.100.7, 10.0.0.2") == "198.51.100.7"
    assert seen_by(["10.0.0.0/8"], "nonsense") == "10.0.0.1"
    assert seen_by(["10.0.0.0/8"], "") == "10.0.0.1"


def test_the_answer_about_age_is_kept_under_a_name_with_the_port() -> None:
    assert settings.AGE_COOKIE_NAME == "buttobi8000_age"


@pytest.mark.parametrize("path", ["/%00", "/cats/%00/", "/cats/tags/%00/", "/cats/a%00b/trackbacks.atom", "/-/%00/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_address_has_a_nul_in_it(path: str, method: str) -> None:
    assert getattr(Client(HTTP_HOST="localhost:8000"), method)(path).status_code == 404


def test_a_door_answers_in_its_own_language_also_where_no_address_is() -> None:
    response = Client(HTTP_HOST="localhost:8000").post("/tb/%00", PING)
    assert response.status_code == 200
    assert b"<error>1</error>" in response.content


@pytest.mark.parametrize("name", [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "any"])
@pytest.mark.parametrize("path", ["/-/account/login/", "/-/", "/"])
def test_a_cookie_with_a_nul_in_it_is_no_cookie(name: str, path: str) -> None:
    cookie = f'{name}="\\000{"a" * 31}"; {settings.LANGUAGE_COOKIE_NAME}=ja'
    response = Client(HTTP_HOST="localhost:8000").get(path, headers={"Cookie": cookie})
    assert response.status_code in (200, 302)
    assert response.headers["Content-Language"] == "ja"
