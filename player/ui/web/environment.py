"""What must be settled before QApplication is made: the course: scheme, and a Chromium that reaches no network."""

import os

from PySide6.QtWebEngineCore import QWebEngineUrlScheme

SCHEME = "course"
# A dead proxy and no WebRTC of its own: what the interceptor and the content policy let slip (preconnect, STUN) ends here.
_LOCKED = (
    "--proxy-server=127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-background-networking",
    "--no-pings",
)
_SMALL = ("--renderer-process-limit=1", "--disable-features=SpareRendererForSitePerProcess,WebBluetooth,WebUSB,MediaRouter")
_READ_ALOUD = "--force-renderer-accessibility"
_NO_SCREEN = frozenset({"offscreen", "minimal"})


def prepare_environment() -> None:
    """Set Chromium's flags. What the user set stays, ours come after it and win.

    Without a screen the software renderer is chosen. Chromium refuses to run as root inside its sandbox: only then it is off.
    """
    flags = [os.environ.get("QTWEBENGINE_CHROMIUM_FLAGS", ""), *_LOCKED, *_SMALL]
    if os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0] in _NO_SCREEN:
        flags.append("--disable-gpu")
        os.environ.setdefault("QT_QUICK_BACKEND", "software")
    known = " ".join(flags).split()
    os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = " ".join(dict.fromkeys(known))
    geteuid = getattr(os, "geteuid", None)  # Windows has none
    if geteuid is not None and geteuid() == 0:
        os.environ["QTWEBENGINE_DISABLE_SANDBOX"] = "1"


def tell_readers(*, active: bool) -> None:
    """Chromium, which reads its flags with the first profile, then tells a screen reader that is at work already of the text of lessons. Of one
    that comes later it hears by itself; of one that was there first it does not (Qt 6.11.3)."""
    flags = os.environ.get("QTWEBENGINE_CHROMIUM_FLAGS", "")
    if active and _READ_ALOUD not in flags.split():
        os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = f"{flags} {_READ_ALOUD}".strip()


def register_scheme() -> None:
    """course://ORIGIN/path, one origin a package. Calling it again does nothing."""
    name = SCHEME.encode()
    if QWebEngineUrlScheme.schemeByName(name).name() == name:
        return
    scheme = QWebEngineUrlScheme(name)
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    flag = QWebEngineUrlScheme.Flag
    scheme.setFlags(flag.SecureScheme | flag.CorsEnabled | flag.FetchApiAllowed)
    QWebEngineUrlScheme.registerScheme(scheme)
