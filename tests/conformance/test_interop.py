"""The clauses IO-n (docs/protocols): what real programs send and answer, as far as the messages themselves decide."""

from urllib.parse import quote_from_bytes
from xml.etree import ElementTree

import pytest

from linkback import addresses, charset, pingback, trackback, webmention, xmlrpc
from linkback.discovery import find_endpoints
from linkback.errors import RemoteProtocolError
from linkback.evidence import find_evidence
from linkback.messages import Verdict
from linkback.trackback import Ping
from linkback.xmlrpc import Fault

URL = "http://there.example/1"
WORDS = "はじめまして。トラックバックさせていただきました。"


def ping(body: bytes, content_type: str = "application/x-www-form-urlencoded", query: bytes = b"") -> Ping:
    return trackback.parse_ping(b"url=http%3A%2F%2Fthere.example%2F1&" + body, content_type=content_type, query=query)


def escaped(words: str, codec: str) -> bytes:
    return quote_from_bytes(words.encode(codec), safe="").encode()


@pytest.mark.parametrize("declared", ["UTF8", "shift_jis", "nonsense", "utf-8"])
def test_io_1_any_declared_charset_is_read_from_the_bytes(declared):
    codec = {"shift_jis": "cp932"}.get(declared, "utf-8")
    content_type = f"application/x-www-form-urlencoded; charset={declared}"
    assert ping(b"title=" + escaped(WORDS, codec), content_type).title == WORDS


def test_io_2_a_query_in_an_old_encoding_is_read():
    assert ping(b"", query=b"title=" + escaped(WORDS, "euc-jp")).title == WORDS


def test_io_3_undeclared_utf_8_and_a_missing_content_type():
    assert ping(b"title=" + escaped(WORDS, "utf-8"), "").title == WORDS


@pytest.mark.parametrize("separator", [b"&", b";", b"&amp;"])
def test_io_4_separators(separator):
    read = ping(separator.join((b"title=a%3Bb", b"excerpt=c;d=e", b"blog_name=f")))
    assert (read.title, read.excerpt, read.blog_name) == ("a;b", "c;d=e", "f")


def test_io_5_fields_in_the_query_and_the_body_wins():
    read = trackback.parse_ping(b"title=body", query=b"url=http%3A%2F%2Fthere.example%2F1&title=query&blog_name=B")
    assert (read.url, read.title, read.blog_name) == (URL, "body", "B")


def test_io_6_values_that_nobody_encoded():
    read = trackback.parse_ping(b"url=http://there.example/?p=1&x=y&title=50% \xe6\x97\xa5&excerpt=%u3042")
    assert (read.url, read.title, read.excerpt) == ("http://there.example/?p=1&x=y", "50% 日", "あ")


def test_io_7_multipart_and_a_trailing_line_end():
    parts = b'--X\r\nContent-Disposition: form-data; name="url"\r\n\r\n' + URL.encode() + b"\r\n--X--\r\n"
    assert trackback.parse_ping(parts, content_type="multipart/form-data; boundary=X").url == URL
    assert ping(b"title=a+b\r\n").title == "a b"


def test_io_8_caps():
    assert ping(b"excerpt=" + b"x" * 60_000).excerpt.endswith("…")
    with pytest.raises(RemoteProtocolError, match="too large"):
        ping(b"excerpt=" + b"x" * 65_536)
    with pytest.raises(Fault, match="too large"):
        pingback.parse_ping(b" " * 16_385)
    with pytest.raises(RemoteProtocolError, match="too large"):
        webmention.parse_mention(b" " * 16_385)


def test_io_9_an_xml_rpc_call_is_no_ping():
    call = xmlrpc.build_call("weblogUpdates.ping", "B", URL).body
    with pytest.raises(RemoteProtocolError, match="not XML-RPC"):
        trackback.parse_ping(call, query=b"url=http://there.example/1")


@pytest.mark.parametrize(
    "sent", ["http//there.example/1", "http;//there.example/1", "there.example/1", " http://there.example/1 "]
)
def test_io_11_the_url_is_repaired(sent):
    assert trackback.parse_ping(b"url=" + escaped(sent, "utf-8")).url == URL


@pytest.mark.parametrize(
    "sent", ["javascript:alert(1)", "ftp://there.example/", "http://there.example/a b", 'http://there.example/"', "http://there.example/'",
             "http://there.example/\x01"]
)  # fmt: skip
def test_io_11_what_is_no_url_is_refused(sent):
    with pytest.raises(RemoteProtocolError):
        trackback.parse_ping(b"url=" + escaped(sent, "utf-8"))


@pytest.mark.parametrize(
    "url", ["http://there.example/%A4%A2", "http://there.example/?20040101", "http://there.example/#p01"]
)
def test_io_11_the_rest_of_the_url_is_never_changed(url):
    assert trackback.parse_ping(b"url=" + escaped(url, "utf-8")).url == url


@pytest.mark.parametrize(
    ("sent", "shown"),
    [("<b>Raw</b> tags", "Raw tags"), ("Fish &amp; chips", "Fish & chips"), ("It&#8217;s", "It’s"), ("&amp;amp;", "&"),
     ("&#12354;", "あ"), ("two\r\nlines", "two lines"), ("nul\x00", "nul"), ("か\u3099", "が")],
)  # fmt: skip
def test_io_12_text_fields_are_plain_text_in_the_end(sent, shown):
    read = ping(b"title=" + escaped(sent, "utf-8") + b"&excerpt=" + escaped(sent, "utf-8"))
    assert (read.title, read.excerpt) == (shown, shown)


def test_io_13_missing_title_and_blog_name():
    assert ping(b"excerpt=Some+words").title == "Some words"
    assert ping(b"").title == URL
    assert ping(b"").blog_name == "there.example"


def test_io_13_fields_are_cut_by_characters():
    read = ping(b"title=" + escaped("あ" * 300, "utf-8") + b"&excerpt=" + escaped("い" * 300, "utf-8"))
    assert (read.title, read.excerpt) == ("あ" * 255, "い" * 252 + "…")


@pytest.mark.parametrize("missing", [1, 2])
@pytest.mark.parametrize("declared", ["", "&charset=utf-8"])
def test_io_14_an_excerpt_cut_by_bytes_loses_half_a_character(missing, declared):
    half = quote_from_bytes(WORDS.encode()[:-missing], safe="").encode()
    assert ping(b"excerpt=" + half + declared.encode()).excerpt == WORDS[:-1]


def test_io_16_field_then_header_then_detection():
    body = b"excerpt=" + escaped(WORDS, "euc-jp")
    header = "application/x-www-form-urlencoded; charset={}"
    assert ping(body + b"&charset=EUC-JP", header.format("utf-8")).charset == "euc-jp"
    assert ping(body + b"&charset=utf-8", header.format("euc-jp")).excerpt == WORDS
    assert ping(body + b"&charset=nonsense", header.format("utf-8")).excerpt == WORDS


@pytest.mark.parametrize("codec", ["iso2022_jp", "utf-8", "euc-jp", "cp932"])
def test_io_17_detection(codec):
    assert ping(b"excerpt=" + escaped(WORDS, codec)).excerpt == WORDS


def test_io_17_windows_1252_comes_last():
    assert ping(b"title=" + escaped("Été à “Paris”", "cp1252")).title == "Été à “Paris”"


def test_io_17_a_short_field_is_read_as_the_longest_was():
    assert ping(b"title=" + escaped("猫", "euc-jp") + b"&excerpt=" + escaped(WORDS, "euc-jp")).title == "猫"


def test_io_17_fields_of_one_ping_can_differ():
    read = ping(b"excerpt=" + escaped(WORDS, "utf-8") + b"&blog_name=" + escaped("私の日記帳", "euc-jp"))
    assert (read.excerpt, read.blog_name) == (WORDS, "私の日記帳")


@pytest.mark.parametrize(
    ("label", "name"),
    [("shift_jis", "shift_jis"), ("x-sjis", "shift_jis"), ("sjis", "shift_jis"), ("windows-31j", "shift_jis"),
     ("iso-8859-1", "windows-1252"), ("gb2312", "gb18030"), ("euc-kr", "euc-kr"), ("utf-7", None)],
)  # fmt: skip
def test_io_18_names(label, name):
    assert charset.name_of(label) == name


def test_io_18_euc_kr_is_cp949():
    assert charset.decode("똠방각하".encode("cp949"), "euc-kr").text == "똠방각하"


@pytest.mark.parametrize("data", [b"\xad\xa1\xa4\xc8", b"\x87@\x82\xc6", b"\x1b$B-!$H\x1b(B"])
def test_io_19_circled_digits(data):
    assert ping(b"title=" + quote_from_bytes(data).encode()).title == "①と"


@pytest.mark.parametrize("words", ["日記", "テスト", "表紙", "はい", "東京にて"])
@pytest.mark.parametrize("codec", ["euc-jp", "cp932"])
def test_io_20_short_texts(words, codec):
    assert ping(b"title=" + escaped(words, codec)).title == words


@pytest.mark.parametrize(
    ("label", "codec"), [("EUC-JP", "euc-jp"), ("Shift_JIS", "cp932"), ("ISO-2022-JP", "iso2022_jp")]
)
def test_io_22_xml_in_old_encodings(label, codec):
    body = xmlrpc.build_call("pingback.ping", "http://there.example/日記", "http://here.example/1").body.decode()
    old = body.replace('encoding="utf-8"', f'encoding="{label}"').encode(codec)
    assert pingback.parse_ping(old).source == "http://there.example/日記"


def test_io_27_the_reply_starts_at_byte_0_and_is_short_ascii():
    reply = trackback.build_reply(True, "no link to this entry was found; add one and send again — <é> & so on")
    assert reply.startswith(b'<?xml version="1.0" encoding="utf-8"?>')
    assert reply.isascii()
    message = ElementTree.fromstring(reply).findtext("message") or ""  # noqa: S314 (our own reply)
    assert message.startswith("no link to this entry was found; add one and send again")
    assert not set("<>&") & set(message)


def test_io_29_one_attribute_a_line_in_the_usual_order():
    block = trackback.rdf_block(URL, 'A "title" -- and more', "http://there.example/tb/1")
    lines = [line.strip() for line in block.splitlines()][4:8]
    assert [line.split("=")[0] for line in lines] == ["rdf:about", "dc:identifier", "dc:title", "trackback:ping"]
    assert lines[2] == 'dc:title="A &quot;title&quot; &#45;&#45; and more"'
    assert len(block.splitlines()) < 30


def test_io_31_how_a_page_says_that_it_takes_webmentions():
    assert webmention.link_header("http://here.example/wm") == '<http://here.example/wm>; rel="webmention"'
    page = webmention.link_element("http://here.example/wm?a&b").encode()
    assert find_endpoints(URL, [], page).webmention == "http://here.example/wm?a&b"


@pytest.mark.parametrize(
    "path",
    ["/tb/1", "/1/trackback", "/mt-tb.cgi/12", "/wp-trackback.php?p=1", "/?tb_id=1", "/htsrv/trackback.php/1",
     "/comment.php?type=trackback"],
)  # fmt: skip
def test_io_33_shapes_of_ping_urls(path):
    assert trackback.looks_like_ping_url(f"http://there.example{path}")
    assert not trackback.looks_like_ping_url(URL)


def block(about: str, ping_url: str, attribute: str = "dc:identifier") -> str:
    return f'<rdf:Description {attribute}="{about}" trackback:ping="{ping_url}" />'


def test_io_34_blocks_on_real_pages():
    licence = '<rdf:Description rdf:about="http://creativecommons.org/licenses/by/1.0/" />'
    sample = "<pre>&lt;rdf:Description dc:identifier='http://there.example/1' trackback:ping='http://sample.example/'/></pre>"
    page = f"<!-- {licence} -->{sample}<!-- {block(URL, '/tb/1')} -->"
    assert find_endpoints(URL, [], page.encode()).trackback == "http://there.example/tb/1"


@pytest.mark.parametrize(
    ("page", "ping_url"),
    [
        (block(URL, "/tb/1", "rdf:about"), "http://there.example/tb/1"),
        (block(URL, "/tb/1", "dc:identifer"), "http://there.example/tb/1"),
        (block(URL + "#a", "/tb/a") + block(URL, "/tb/1"), "http://there.example/tb/1"),
        (block(URL + "#a", "/tb/a") + block("http://there.example/2", "/tb/2"), "http://there.example/tb/a"),
        (block("https://www.there.example/1/", "/tb/1"), "http://there.example/tb/1"),
        (block("https://www.there.example/1/", "/tb/1") + block("http://there.example/2", "/tb/2"), None),
        (block("http://there.example/2", "/tb/2"), None),
    ],
)
def test_io_34_which_block_is_ours(page, ping_url):
    assert find_endpoints(URL, [], page.encode()).trackback == ping_url


def test_io_35_rel_trackback_is_the_second_source():
    page = "<base href='http://base.example/'><a rel='x trackback' href='tb'>"
    assert find_endpoints(URL, [], page.encode()).trackback == "http://base.example/tb"
    both = page + block(URL, "http://there.example/tb/1")
    assert find_endpoints(URL, [], both.encode()).trackback == "http://there.example/tb/1"


@pytest.mark.parametrize(
    "header", ['</w>; rel="webmention"', "</w>; rel=webmention", '</a>; rel="a", </w>; rel="b Webmention"', '</w>; rel="http://webmention.org/"']
)  # fmt: skip
def test_io_36_link_headers(header):
    assert find_endpoints(URL, [("LINK", header)], b"").webmention == "http://there.example/w"


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (b"<b>Warning</b>: x\n<?xml version='1.0'?><response><error>0</error></response>", Verdict.ACCEPTED),
        (
            b"<?xml version='1.0' encoding='iso-8859-1'?><response><error>\n0\n</error><message>Thanks</message>",
            Verdict.ACCEPTED,
        ),
        (b"<response><error>23</error><message>no</message></response>", Verdict.REFUSED),
        (b"<response><error>-1</error></response>", Verdict.REFUSED),
        (b"<response><error/></response>", Verdict.UNCLEAR),
    ],
)
def test_io_42_the_reply_is_read_as_text(answer, verdict):
    assert trackback.parse_reply(answer).verdict is verdict


@pytest.mark.parametrize("answer", [b"", b"OK", b"<html><body>Entry</body></html>", b"<response/>"])
def test_io_43_without_an_error_number_it_is_unclear(answer):
    assert trackback.parse_reply(answer).verdict is Verdict.UNCLEAR


def test_io_44_addresses_are_used_as_they_were_found():
    for found in ("http://there.example/%7e%e3?a=%2f;b", "http://there.example:8081/tb?x=[1]"):
        assert addresses.resolve(URL, found) == found


def test_io_45_the_key_of_an_address():
    same = ["http://there.example", "https://there.example/", "http://THERE.example:80/", "https://there.example:443"]
    assert len({addresses.key(url) for url in same}) == 1
    assert addresses.key("http://there.example/#p01") != addresses.key("http://there.example/#p02")


@pytest.mark.parametrize(
    "words",
    [
        "We already have a ping from that URL for this post.",
        "There is already a ping from that URL for this post.",
        "duplicate",
        "既に受信しています",
    ],
)
def test_io_46_already_there(words):
    answer = f"<response><error>1</error><message>{words}</message></response>".encode()
    assert trackback.parse_reply(answer).verdict is Verdict.ALREADY
    assert pingback.parse_reply(pingback.build_fault(48, words).body).verdict is Verdict.ALREADY


@pytest.mark.parametrize(
    ("href", "links"),
    [("https://THERE.example:443/1", True), ("/1", True), ("http://there.example/12", False),
     ("http://evil.example/?u=http://there.example/1", False)],
)  # fmt: skip
def test_io_52_whole_addresses_are_compared(href, links):
    page = f"<a href='{href}'>x</a>".encode()
    assert (
        find_evidence(page, "text/html", "http://there.example/2", "http://there.example/2", [URL]).links_to(URL)
        is links
    )


def test_io_54_bare_values_and_any_content_type():
    value = "<param><value>\n {} \n</value></param>"
    body = (
        "<methodCall><methodName>pingback.ping</methodName><params>"
        + value.format(URL) + value.format("http://here.example/1") + "</params></methodCall>"
    )  # fmt: skip
    read = pingback.parse_ping(body.encode(), content_type="text/html")
    assert (read.source, read.target) == (URL, "http://here.example/1")


def test_io_55_fault_0_is_refused_reason_unknown():
    reply = pingback.parse_reply(pingback.build_fault(0, "").body)
    assert (reply.verdict, reply.fault, reply.message) == (Verdict.REFUSED, 0, "")


def test_io_57_malformed_faults_and_numbers_for_answers():
    malformed = b"<methodResponse><fault><value><i4>17</i4></value></fault></methodResponse>"
    assert pingback.parse_reply(malformed).fault == 17
    assert pingback.parse_reply(xmlrpc.build_response(48).body).verdict is Verdict.ALREADY
    assert pingback.parse_reply(b"").verdict is Verdict.UNCLEAR


@pytest.mark.parametrize(
    ("params", "code"),
    [(("words", "http://here.example/"), 0), ((URL, "words"), 32), ((URL,), -32602)],
)
def test_io_58_faults_that_need_no_fetch(params, code):
    with pytest.raises(Fault) as fault:
        pingback.parse_ping(xmlrpc.build_call("pingback.ping", *params).body)
    assert fault.value.code == code


def test_io_60_what_a_page_says_about_itself_is_plain_text():
    page = (
        f"<div class=h-entry><h1 class=p-name>&lt;script>1&lt;/script>\u202e</h1><a href={URL}>x</a>"
        "<a class='p-author h-card' href='javascript:alert(1)'>&lt;b>A</a></div>"
    )
    portrait = find_evidence(page.encode(), "text/html", "http://a.example/", "http://a.example/", [URL]).portrait
    assert (portrait.title, portrait.author, portrait.author_url) == ("<script>1</script>", "<b>A", "")
