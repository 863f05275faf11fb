#!/usr/bin/env python3
"""Four practice nodes behind sshd on loopback: one fleet diagnosis, then one batched rollback. Everything is removed at the end.

usage: fleet_demo.py PROGRAM     (the jarvis-ops to run)

Each node is a drill with a fault of its own and an sshd on an address of its own (127.0.2.N). Where a Docker engine answers, the drills
run under docker-compose and the rollback goes through; elsewhere nothing can make a container anew, and the rollback stops at the first
node with an account: what a batch is for.
Exit codes: 0 it ran to its end, 64 usage, 69 sshd or Ansible is missing.
"""
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

NODES = ["healthy", "api-5xx", "mesh-degraded", "healthy"]
PASSED_ON = ("JARVIS_API_URL", "JARVIS_OPS_", "XDG_STATE_HOME", "DOCKER_HOST", "COMPOSE_PROJECT_NAME")


def free_port(address):
    with socket.socket() as found:
        found.bind((address, 0))
        return found.getsockname()[1]


class Node:
    def __init__(self, number, scenario, program, place, engine):
        self.name, self.address = f"node{number}", f"127.0.2.{number}"
        self.place = place / self.name
        self.place.mkdir()
        self.told = self.place / "variables"
        script = f'env > "{self.told}.new" && mv "{self.told}.new" "{self.told}" && exec sleep 600'
        self.drill = subprocess.Popen(
            [program, "drill", scenario, "--engine", engine, "-q", "--", "sh", "-c", script], stdout=subprocess.DEVNULL,
            stderr=open(self.place / "drill.log", "w"), start_new_session=True)
        self.sshd = None

    def listen(self, key):
        deadline = time.monotonic() + 120
        while not self.told.exists():
            if self.drill.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"the drill of {self.name} did not start: {(self.place / 'drill.log').read_text()}")
            time.sleep(0.05)
        variables = dict(line.split("=", 1) for line in self.told.read_text().splitlines() if "=" in line)
        self.home = variables["JARVIS_HOME"]
        kept = {name: value for name, value in variables.items() if name.startswith(PASSED_ON) and name != "JARVIS_OPS_STEP"}
        kept["PATH"] = os.environ["PATH"]
        host_key = self.place / "host_key"
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", host_key], check=True)
        self.port = free_port(self.address)
        (self.place / "sshd_config").write_text("\n".join([
            f"ListenAddress {self.address}:{self.port}", f"HostKey {host_key}", f"AuthorizedKeysFile {key}.pub", "PidFile none",
            "UsePAM no", "StrictModes no", "PasswordAuthentication no", "Subsystem sftp internal-sftp",
            "SetEnv " + " ".join(f"{name}={value}" for name, value in sorted(kept.items())), ""]))
        command = [shutil.which("sshd") or "/usr/sbin/sshd", "-D", "-e", "-f", str(self.place / "sshd_config")]
        if os.geteuid() == 0 and not os.path.isdir("/run/sshd"):
            # As root sshd wants a directory that only its service makes: it gets one that nobody else sees, with an engine's socket in it.
            command = ["unshare", "-m", "sh", "-c", 'cp -a /run "$0" 2>/dev/null; mkdir -p "$0/sshd" && mount --bind "$0" /run && exec "$@"',
                       str(self.place / "run")] + command
        self.sshd = subprocess.Popen(command, stderr=open(self.place / "sshd.log", "w"))
        self.known = f"[{self.address}]:{self.port} " + " ".join((host_key.with_suffix(".pub")).read_text().split()[:2])

    def stop(self):
        for process in (self.sshd, self.drill):
            if process and process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in (self.sshd, self.drill):
            if process:
                process.wait()


def show(program, *words, environment):
    print("\n$ jarvis-ops " + " ".join(words).replace(str(environment["PLACE"]) + "/", ""), flush=True)
    code = subprocess.run([program, *words], env=environment).returncode
    print(f"(exit code {code})", flush=True)


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 64
    program = os.path.abspath(sys.argv[1])
    if not shutil.which("ansible-playbook") or not (shutil.which("sshd") or os.path.exists("/usr/sbin/sshd")):
        print("fleet_demo.py: wants ansible-core and openssh-server: apt-get install ansible-core openssh-server", file=sys.stderr)
        return 69
    has_engine = subprocess.run(["docker", "version"], capture_output=True).returncode == 0 if shutil.which("docker") else False
    with tempfile.TemporaryDirectory(prefix="jarvis-fleet-demo.") as directory:
        place = pathlib.Path(directory)
        key = place / "key"
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
        nodes = []
        try:
            print(f"Starting {len(NODES)} practice nodes: {', '.join(NODES)}", flush=True)
            nodes = [Node(n, scenario, program, place, "compose" if has_engine else "local") for n, scenario in enumerate(NODES, 1)]
            for node in nodes:
                node.listen(key)
            (place / "known_hosts").write_text("".join(node.known + "\n" for node in nodes))
            lines = [f"{n.name} ansible_host={n.address} ansible_port={n.port} jarvis_home={n.home} jarvis_ops={program}" for n in nodes]
            lines += [
                "[all:vars]", f"ansible_ssh_private_key_file={key}", "ansible_python_interpreter=/usr/bin/python3",
                f"ansible_ssh_common_args=-o UserKnownHostsFile={place}/known_hosts -o GlobalKnownHostsFile=/dev/null -F none"]
            (place / "inventory").write_text("\n".join(lines) + "\n")
            environment = dict(os.environ, XDG_STATE_HOME=str(place / "state"), PLACE=str(place))
            inventory = str(place / "inventory")
            show(program, "fleet", "diagnose", "api-unresponsive", "-i", inventory, environment=environment)
            # The one whose API answers half of its requests is left out: a gate could not tell what became of it.
            show(
                program, "fleet", "rollback", "mesh", "-i", inventory, "--limit", "all:!node2", "--yes", "--confirm", "mesh",
                environment=environment)
        finally:
            for node in nodes:
                node.stop()
    print("\nEverything is removed.")
    return 0


sys.exit(main())
