#!/usr/bin/env python3
"""Starts and stops a real Trino on this machine: the referee of keytrail's SQL.

    trino.py start [--port 18080]   downloads once, starts, waits until it answers, prints its address
    trino.py stop [--port 18080]    ends what `start` started, and nothing else

Needs a JDK of version 24 or newer, on the PATH, in JAVA_HOME or beside the others on this machine.
Archives come from Maven Central, from MAVEN_REPOSITORY, or from a mirror named in ~/.m2/settings.xml, and are kept
in .cache/ at the top of the repository, or in TRINO_CACHE. No Python package is needed.
"""

import argparse
import glob
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tarfile
import time
import urllib.error
import urllib.request
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import client

VERSION = "476"
NEEDS_JAVA = 24
CENTRAL = "https://repo.maven.apache.org/maven2"
CACHE = Path(os.environ.get("TRINO_CACHE") or Path(__file__).resolve().parents[2] / ".cache")
# The file is trusted because of these sums, not because of where it came from.
ARCHIVES = {
    f"trino-server-core-{VERSION}.tar.gz": "6bae2db438f8e6a2a8d9c8b566bb5e5b05870138",
    f"trino-hive-{VERSION}.zip": "7b2a4b6468ebf92b47cf096d43c4133eea88ae20",
}


class Unavailable(Exception):
    """Trino cannot run here; the text is one sentence."""


def java_home():
    """The newest JDK that is new enough."""
    found = []
    homes = [os.environ.get("JAVA_HOME"), shutil.which("java")]
    homes += glob.glob("/usr/lib/jvm/*") + glob.glob("/opt/*jdk*") + glob.glob("/Library/Java/JavaVirtualMachines/*/Contents/Home")
    for home in filter(None, homes):
        home = Path(os.path.realpath(home))
        if home.name == "java":
            home = home.parent.parent
        release = home / "release"
        if not (home / "bin" / "java").exists() or not release.exists():
            continue
        version = re.search(r'JAVA_VERSION="(\d+)', release.read_text())
        if version:
            found.append((int(version.group(1)), str(home)))
    newest = max(found, default=(0, ""))
    if newest[0] < NEEDS_JAVA:
        raise Unavailable(f"Trino {VERSION} needs Java {NEEDS_JAVA} or newer, and the newest JDK found is {newest[0] or 'none'}")
    return newest[1]


def repository():
    """The Maven repository that this machine is set up for."""
    if os.environ.get("MAVEN_REPOSITORY"):
        return os.environ["MAVEN_REPOSITORY"].rstrip("/")
    settings = Path.home() / ".m2" / "settings.xml"
    if settings.exists():
        for mirror in ElementTree.parse(settings).iter():
            if not mirror.tag.endswith("mirror"):
                continue
            parts = {child.tag.split("}")[-1]: (child.text or "").strip() for child in mirror}
            if parts.get("mirrorOf", "") in ("*", "central", "external:*") and parts.get("url"):
                return parts["url"].rstrip("/")
    return CENTRAL


def download(name):
    """The archive, from the cache or from the repository; its sum is checked either way."""
    path = CACHE / name
    if not path.exists():
        artefact = name.split(f"-{VERSION}")[0]
        url = f"{repository()}/io/trino/{artefact}/{VERSION}/{name}"
        print(f"downloading {name}", file=sys.stderr)
        CACHE.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(name + ".partial")
        try:
            with urllib.request.urlopen(url, timeout=60) as answer, open(partial, "wb") as out:
                shutil.copyfileobj(answer, out, 1 << 20)
        except (urllib.error.URLError, OSError) as error:
            raise Unavailable(f"downloading {name} failed ({error}); set MAVEN_REPOSITORY to a Maven repository") from error
        partial.rename(path)
    with open(path, "rb") as archive:
        found = hashlib.file_digest(archive, "sha1").hexdigest()
    if found != ARCHIVES[name]:
        path.unlink()
        raise Unavailable(f"{name} is not the published archive: its SHA-1 is {found}; it was deleted, try again")
    return path


def install():
    """Unpacks the server with the Hive connector as its only plugin."""
    home = CACHE / f"trino-{VERSION}"
    if home.exists():
        return home
    server, hive = (download(name) for name in ARCHIVES)
    unpacked = CACHE / f"trino-{VERSION}.partial"
    shutil.rmtree(unpacked, ignore_errors=True)
    with tarfile.open(server) as archive:
        archive.extractall(unpacked, filter="tar")
    (root,) = unpacked.iterdir()
    shutil.rmtree(root / "plugin")
    (root / "plugin").mkdir()
    with zipfile.ZipFile(hive) as archive:
        archive.extractall(unpacked / "hive")
    (plugin,) = (unpacked / "hive").iterdir()
    plugin.rename(root / "plugin" / "hive")
    root.rename(home)
    shutil.rmtree(unpacked)
    return home


def configure(port):
    """Writes the settings of one instance; returns its folder. `data/` below it is what tables may read."""
    instance = CACHE / f"instance-{port}"
    data = instance / "data"
    data.mkdir(parents=True, exist_ok=True)
    files = {
        "node.properties": f"node.environment=conformance\nnode.id=keytrail-{port}\nnode.data-dir={instance}/var\n"
        "node.internal-address=127.0.0.1\nnode.bind-ip=127.0.0.1\n",
        "jvm.config": "-server\n-Xmx2G\n-XX:+UseG1GC\n-XX:+ExitOnOutOfMemoryError\n"
        "-Djdk.attach.allowAttachSelf=true\n--enable-native-access=ALL-UNNAMED\n-Duser.timezone=UTC\n",
        "config.properties": "coordinator=true\nnode-scheduler.include-coordinator=true\n"
        f"http-server.http.port={port}\ndiscovery.uri=http://127.0.0.1:{port}\ncatalog.management=static\n"
        "query.max-memory=1GB\nweb-ui.enabled=false\nfailure-detector.enabled=false\n",
        "catalog/hive.properties": "connector.name=hive\nhive.metastore=file\n"
        "hive.metastore.catalog.dir=local:///metastore\nfs.native-local.enabled=true\n"
        f"local.location={data}\nhive.security=allow-all\nhive.non-managed-table-writes-enabled=true\n"
        "hive.recursive-directories=true\n",
    }
    for name, text in files.items():
        path = instance / "etc" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return instance


def ready(port):
    """Whether a Trino answers there, has started and knows of a node, itself, that runs queries."""
    server = f"http://127.0.0.1:{port}"
    try:
        with urllib.request.urlopen(f"{server}/v1/info", timeout=5) as answer:
            if json.load(answer).get("starting") is not False:
                return False
        _, rows = client.ask("SELECT count(*) FROM system.runtime.nodes WHERE state = 'active'", server)
        return rows[0][0] > 0
    except (client.Refused, urllib.error.URLError, OSError, ValueError):
        return False


def data_dir(port):
    """The folder that `local:///` stands for."""
    return CACHE / f"instance-{port}" / "data"


def start(port=18080, wait=180):
    """Starts Trino unless it runs already. Returns whether it was started now."""
    if ready(port):
        return False
    home_of_java = java_home()
    home = install()
    instance = configure(port)
    environment = dict(os.environ, JAVA_HOME=home_of_java, PATH=f"{home_of_java}/bin:{os.environ['PATH']}")
    with open(instance / "log.txt", "w") as log:
        process = subprocess.Popen(
            [str(home / "bin" / "launcher"), "run", "--etc-dir", str(instance / "etc")],
            stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=environment, start_new_session=True,
        )
    (instance / "pid").write_text(str(process.pid))
    until = time.monotonic() + wait
    while time.monotonic() < until:
        if ready(port):
            return True
        if process.poll() is not None:
            raise Unavailable(f"Trino ended while it was starting; see {instance / 'log.txt'}")
        time.sleep(0.5)
    stop(port)
    raise Unavailable(f"Trino did not answer within {wait} s; see {instance / 'log.txt'}")


def stop(port=18080):
    """Ends the Trino that `start` started on this port."""
    pid = CACHE / f"instance-{port}" / "pid"
    if not pid.exists():
        return
    group = int(pid.read_text())
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(group, sign)
        except ProcessLookupError:
            break
        for _ in range(40):
            time.sleep(0.5)
            try:
                os.waitpid(group, os.WNOHANG)
            except ChildProcessError:
                pass
            try:
                os.killpg(group, 0)
            except ProcessLookupError:
                break
        else:
            continue
        break
    pid.unlink()


def main():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("do", choices=["start", "stop"])
    parser.add_argument("--port", type=int, default=18080)
    args = parser.parse_args()
    if args.do == "stop":
        return stop(args.port)
    try:
        start(args.port)
    except Unavailable as reason:
        sys.exit(str(reason))
    print(f"http://127.0.0.1:{args.port}")


if __name__ == "__main__":
    main()
