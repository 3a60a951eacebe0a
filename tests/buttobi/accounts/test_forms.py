"""What is asked about accounts."""

import pytest

from tests.conftest import PASSWORD


@pytest.mark.parametrize(("language", "label"), [("ja", "キーの名前"), ("en", "Name of the key")])
def test_a_passkey_is_asked_for_its_name_in_the_language_of_the_reader(signed_in, language, label):
    signed_in.post("/-/account/reauthenticate/", {"password": PASSWORD})
    page = signed_in.get("/-/account/2fa/webauthn/add/", headers={"accept-language": language})
    assert page.status_code == 200
    assert label in page.content.decode()
