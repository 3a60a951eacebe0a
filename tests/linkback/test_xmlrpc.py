"""Calls and answers of XML-RPC."""

import xmlrpc.client
from datetime import UTC, datetime

import pytest

from linkback import xmlrpc as codec
from linkback.errors import LocalProtocolError
from linkback.xmlrpc import Call, Fault

EVERYTHING = (
    "日本 <&>\n",
    1,
    -2,
    True,
    False,
    2.5,
    b"\x00\xff",
    ["a", ["b"]],
    {"k<": {"l": 1}},
    datetime(2004, 1, 2, 3, 4, 5),  # noqa: DTZ001 (the protocol has no zones)
)


def param(value: str) -> bytes:
    return f"<methodCall><methodName>a</methodName><params><param>{value}</param></params></methodCall>".encode()


def test_a_call_reads_as_it_was_built():
    assert codec.parse_call(codec.build_call("a.b", *EVERYTHING, None).body) == Call(
        method="a.b", params=("日本 <&>\n", *EVERYTHING[1:], None)
    )


def test_a_stock_client_reads_our_answers():
    (value,), _ = xmlrpc.client.loads(codec.build_response(["x", {"a": True}]).body.decode(), use_builtin_types=True)
    assert value == ["x", {"a": True}]
    with pytest.raises(xmlrpc.client.Fault) as fault:
        xmlrpc.client.loads(codec.build_fault(17, "no link & more").body.decode())
    assert (fault.value.faultCode, fault.value.faultString) == (17, "no link & more")


def test_we_read_what_a_stock_client_sends():
    body = xmlrpc.client.dumps(EVERYTHING, "metaWeblog.newPost", encoding="utf-8").encode()
    assert codec.parse_call(body).params == EVERYTHING


@pytest.mark.parametrize("codec_name", ["euc-jp", "cp932", "iso2022_jp", "utf-8", "utf-16"])
def test_a_call_in_an_old_encoding_is_read(codec_name):
    label = {"cp932": "Shift_JIS", "iso2022_jp": "ISO-2022-JP"}.get(codec_name, codec_name)
    text = f'<?xml version="1.0" encoding="{label}"?>' + param("<value>日記</value>").decode()
    assert codec.parse_call(text.encode(codec_name)).params == ("日記",)


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("<value> bare </value>", "bare"),
        ("<value/>", ""),
        ("<value><string> kept </string></value>", " kept "),
        ("<value>\n<i4>7</i4>\n</value>", 7),
        ("<value><boolean>true</boolean></value>", True),
        ("<value><nil/></value>", None),
        ("<value><array/></value>", []),
        ("<value><struct/></value>", {}),
        ("<value><struct><member><name>a</name></member></struct></value>", {"a": ""}),
        (
            "<value><dateTime.iso8601>2004-01-02T03:04:05Z</dateTime.iso8601></value>",
            datetime(2004, 1, 2, 3, 4, 5, tzinfo=UTC),
        ),
        ("<value><base64> eA\n== </base64></value>", b"x"),
        ("<value><string>nul\x00 esc\x1b</string></value>", "nul esc"),
    ],
)
def test_values_are_read_as_they_are_met(sent, read):
    assert codec.parse_call(param(sent)).params == (read,)


@pytest.mark.parametrize(
    "value",
    ["<int>x</int>", "<int>" + "9" * 5000 + "</int>", "<double>x</double>", "<base64>?</base64>",
     "<dateTime.iso8601>20041399T00:00:00</dateTime.iso8601>", "<dateTime.iso8601/>", "<blob>x</blob>"],
)  # fmt: skip
def test_a_value_that_lies_about_its_type_is_a_bad_parameter(value):
    with pytest.raises(Fault) as fault:
        codec.parse_call(param(f"<value>{value}</value>"))
    assert fault.value.code == codec.BAD_PARAMETERS


@pytest.mark.parametrize(
    "body",
    [b"", b"url=x", b"<methodCall/>", b"<methodCall><methodName>a b</methodName></methodCall>", b"<methodResponse/>",
     b"<!DOCTYPE x [<!ENTITY a 'b'>]><methodCall><methodName>a</methodName></methodCall>", b"<a>" * 999],
)  # fmt: skip
def test_what_is_no_call_is_not_well_formed(body):
    with pytest.raises(Fault) as fault:
        codec.parse_call(body)
    assert fault.value.code == codec.NOT_WELL_FORMED


def test_an_answer_behind_warnings_is_read():
    assert codec.parse_response(b"<b>Warning</b>: x\n" + codec.build_response("ok").body) == "ok"


@pytest.mark.parametrize(
    "body",
    [b"", b"ok", b"<methodResponse/>", b"<methodCall/>", b"<methodResponse><params><param/></params></methodResponse>"],
)
def test_an_answer_without_a_value_is_not_well_formed(body):
    with pytest.raises(Fault) as fault:
        codec.parse_response(body)
    assert fault.value.code == codec.NOT_WELL_FORMED


@pytest.mark.parametrize(
    ("inside", "code", "words"),
    [
        ("<value><struct><member><name>faultCode</name><value><int>17</int></value></member>"
         "<member><name>faultString</name><value>no link</value></member></struct></value>", 17, "no link"),
        ("<value><i4>17</i4></value>", 17, ""),
        ("<i4>17</i4>", 17, ""),
        ("<value>no number</value>", 0, ""),
    ],
)  # fmt: skip
def test_a_fault_is_read_well_formed_or_not(inside, code, words):
    with pytest.raises(Fault) as fault:
        codec.parse_response(f"<methodResponse><fault>{inside}</fault></methodResponse>".encode())
    assert (fault.value.code, str(fault.value)) == (code, words)


def test_a_method_without_a_name_is_our_mistake():
    with pytest.raises(LocalProtocolError):
        codec.build_call("<x>")


def test_characters_that_xml_does_not_have_are_left_out():
    assert codec.parse_response(codec.build_response("a\x00\x1b\ud800b").body) == "ab"
