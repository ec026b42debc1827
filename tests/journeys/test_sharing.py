"""Behind nginx with TLS and under a path of its own, as docs/sharing says, to the letter but for names and ports."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from playwright.sync_api import Browser

from tests.loopback import free_port
from yudane.faces.web.testing import small_home

NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
PASSWORD = "horses eat green grass"
_COMMAND = "from yudane.faces.cli.main import main; main()"


@dataclass(frozen=True)
class Shared:
    """How it is reached, and the environment of its commands."""

    url: str
    plain: str  # without TLS
    environment: dict[str, str]

    def yudane(self, *words: str) -> str:
        command = [sys.executable, "-c", _COMMAND, *words]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=True).stdout.strip()


def example(name: str) -> str:
    """As the docs have it printed, with no home yet."""
    command = [sys.executable, "-c", _COMMAND, "serve", "--example", name]
    environment = os.environ | {"YUDANE_HOME": "/nowhere", "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


def certificate(folder: Path) -> None:
    """Of localhost, for a day, signed by itself."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "tls.crt").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    kind = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "tls.key").write_bytes(key.private_bytes(serialization.Encoding.PEM, *kind))


def configured(folder: Path, ports: dict[str, int]) -> Path:
    """The example with our names and ports, in a server of its own."""
    certificate(folder)
    text = example("nginx")
    for old, new in {
        "listen 443 ssl": f"listen 127.0.0.1:{ports['tls']} ssl", "listen 80": f"listen 127.0.0.1:{ports['plain']}",
        "yudane.example.com": "localhost", "/etc/yudane/": f"{folder}/", "/var/log/nginx/": f"{folder}/", "127.0.0.1:8000": f"127.0.0.1:{ports['yudane']}",
    }.items():  # fmt: skip
        assert old in text, old
        text = text.replace(old, new)
    paths = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = folder / "main.conf"
    main.write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}} http {{ access_log off; {paths} {text} }}"
    )
    return main


def before_it(folder: Path, ports: dict[str, int]) -> subprocess.Popen[bytes]:
    """nginx, started."""
    return subprocess.Popen([NGINX, "-c", str(configured(folder, ports)), "-p", str(folder)], stderr=subprocess.DEVNULL)


def started_as_the_unit_says(environment: dict[str, str], port: int) -> list[str]:
    """The command of the unit, and its environment, with our paths."""
    unit = example("systemd")
    for name, _ in re.findall(r"^Environment=(\w+)=(.+)$", unit, re.MULTILINE):
        assert name in environment
    (command,) = re.findall(r"^ExecStart=(.+)$", unit, re.MULTILINE)
    words = shlex.split(command)
    assert words[0].endswith("/bin/yudane")
    return [sys.executable, "-c", _COMMAND, *(str(port) if word == "8000" else word for word in words[1:])]


def _nginx_is_here() -> None:
    if not Path(NGINX).is_file():
        if os.environ.get("CI"):
            pytest.fail("nginx is missing")
        pytest.skip("nginx is missing (apt-get install nginx)")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shared]:
    _nginx_is_here()
    folder = tmp_path_factory.mktemp("shared")
    ports = {name: free_port() for name in ("tls", "plain", "yudane")}
    url = f"https://localhost:{ports['tls']}/yudane"
    ours = {"YUDANE_HOME": str(small_home(folder / "home").root), "YUDANE_URL": url, "YUDANE_LANG": "en"}
    environment = os.environ | ours | {"PYTHONPATH": os.pathsep.join(sys.path)}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    said = (folder / "said").open("wb")
    processes = [
        subprocess.Popen(started_as_the_unit_says(environment, ports["yudane"]), env=environment, stderr=said),
        before_it(folder, ports),
    ]
    try:
        ready(url, processes)
        yield Shared(url, f"http://127.0.0.1:{ports['plain']}", environment)
        assert "Nobody has an account yet" in (folder / "said").read_text()
    finally:
        for process in processes:
            process.terminate()
            process.wait(20)
        said.close()


def ready(url: str, processes: list[subprocess.Popen[bytes]]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and all(process.poll() is None for process in processes):
        try:
            if httpx.get(f"{url}/readyz", verify=False).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    pytest.fail("it did not start")


def test_from_nothing_to_a_second_browser_signed_in_over_tls(shared: Shared, browser: Browser) -> None:
    link = shared.yudane("user", "add", "Rin")
    assert link.startswith(f"{shared.url}/account/invitation/")
    first = browser.new_context(locale="en-US", ignore_https_errors=True).new_page()
    missing: list[str] = []
    first.on("response", lambda response: missing.append(response.url) if response.status >= 400 else None)
    first.goto(link)
    first.get_by_label("User name").fill("rin")
    first.get_by_label("Password").fill(PASSWORD)
    first.get_by_role("button", name="Make my account").click()
    first.wait_for_url(f"{shared.url}/map")
    for name in ("Phases", "Program", "Catalog", "Reference", "Map"):
        first.get_by_role("navigation").first.get_by_role("link", name=name, exact=True).click()
        assert first.url.startswith(f"{shared.url}/")
    first.get_by_role("link", name="Online shop, SLI/SLO: Level 3").click()
    assert "/yudane/services/shop/slo" in first.url
    first.goto(f"{shared.url}/people")
    first.get_by_label("Name", exact=True).first.fill("Aoi")
    first.get_by_role("button", name="Add and invite").click()
    invitation = first.locator(".said").inner_text()
    assert invitation.startswith(f"{shared.url}/account/invitation/")

    second = browser.new_context(locale="en-US", ignore_https_errors=True).new_page()
    second.goto(invitation)
    second.get_by_label("User name").fill("aoi")
    second.get_by_label("Password").fill(PASSWORD)
    second.get_by_role("button", name="Make my account").click()
    second.wait_for_url(f"{shared.url}/map")
    second.goto(f"{shared.url}/account")
    second.get_by_role("button", name="Sign out", exact=True).click()
    second.goto(f"{shared.url}/catalog")
    second.get_by_label("User name").fill("aoi")
    second.get_by_label("Password").fill(PASSWORD)
    second.get_by_role("button", name="Sign in").click()
    second.wait_for_url(f"{shared.url}/catalog")
    assert missing == []
    cookies = {cookie["name"]: cookie for cookie in second.context.cookies()}
    session = cookies["yudane_session"]
    assert (session["secure"], session["httpOnly"], session["path"]) == (True, True, "/yudane/")
    second.context.close()
    first.context.close()


def test_what_comes_without_tls_or_from_elsewhere_gets_in_nowhere(shared: Shared) -> None:
    with httpx.Client(verify=False) as client:
        assert client.get(shared.plain).headers["location"].startswith("https://")
        page = client.get(f"{shared.url}/map")
        assert page.headers["location"].startswith("/yudane/account/login/?next=%2Fyudane%2Fmap")
        form = client.get(f"{shared.url}/account/login/")
        assert "max-age=31536000" in form.headers["strict-transport-security"]
        assert 'href="/yudane/static/' in form.text
        assert not re.search(r'(?:href|src|action)="/(?!yudane/|/)', form.text)
        forged = client.post(
            f"{shared.url}/account/login/", data={"login": "a"}, headers={"origin": "https://evil.example"}
        )
        assert forged.status_code == 403
        spoofed = client.get(f"{shared.url}/map", headers={"host": "127.0.0.1", "x-forwarded-for": "127.0.0.1"})
        assert spoofed.status_code != 200


def test_no_log_keeps_the_secret_of_an_invitation_even_when_nothing_answers(tmp_path: Path) -> None:
    _nginx_is_here()
    ports = {name: free_port() for name in ("tls", "plain", "yudane")}
    address = f"https://localhost:{ports['tls']}/yudane"
    link = f"{address}/account/invitation/no-one-else-knows"
    nginx = before_it(tmp_path, ports)
    try:
        with httpx.Client(verify=False, transport=httpx.HTTPTransport(verify=False, retries=5)) as client:
            assert client.get(link).status_code == 502
            assert client.post(link).status_code == 502
            assert client.get(f"{address}/static/yudane.css").status_code == 502
            plain = link.replace("https", "http").replace(str(ports["tls"]), str(ports["plain"]))
            assert client.get(plain, headers={"referer": link}).status_code == 301
    finally:
        nginx.terminate()
        nginx.wait(20)
    access, errors = ((tmp_path / f"{name}.log").read_text() for name in ("access", "error"))
    assert access.count("/account/invitation/- ") == 3
    assert "/yudane/static/yudane.css" in access
    assert "/yudane/static/yudane.css" in errors
    assert "no-one-else-knows" not in access + errors


def test_the_unit_is_one_that_systemd_reads(tmp_path: Path) -> None:
    checker = shutil.which("systemd-analyze")
    if not checker:
        pytest.skip("systemd-analyze is not here")
    unit = tmp_path / "yudane.service"
    text = example("systemd").replace("/opt/yudane/bin/yudane", sys.executable)
    unit.write_text(text.replace("User=yudane", "User=root").replace("Group=yudane", "Group=root"), "utf-8")
    ran = subprocess.run([checker, "verify", str(unit)], capture_output=True, text=True, check=False)
    assert "yudane.service" not in ran.stderr, ran.stderr
