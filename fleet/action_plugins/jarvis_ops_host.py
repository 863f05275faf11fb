"""Runs the commands of a work on one host by whatever connection Ansible has to it, and leaves their answers in a file.

The work is the file that the extra variable `jarvis_ops_work_file` names: {"commands": [[argument, …], …], "own": {HOST: [[…], …]}, "answers": DIRECTORY,
"marker": TEXT, "limit_s": N, "bytes": N}; a host has its own commands, or those of all. With "setup": {"program": FILE, "sha256": TEXT}
it gets the program instead, with "setup": {} it loses it. `jarvis_home` and `jarvis_ops` of the host are its directory and its program. Nothing is written on the host, nothing is
given to it but the argument vectors, and no variable of the control host.
"""
import hashlib
import json
import os
import re
import shlex

from ansible.errors import AnsibleConnectionFailure, AnsibleError
from ansible.plugins.action import ActionBase


class ActionModule(ActionBase):
    _requires_connection = True
    TRANSFERS_FILES = False

    def run(self, tmp=None, task_vars=None):
        super().run(tmp, task_vars)
        variables = task_vars or {}
        with open(variables["jarvis_ops_work_file"]) as file:
            work = json.load(file)
        self.host = variables["inventory_hostname"]
        self.answers = work["answers"]
        self.commands = work["own"].get(self.host, work["commands"])
        # What goes wrong on the way, a deadline above all, is a BaseException in some versions of Ansible.
        self.keep("timed-out", [])
        # Why a connection fails is no secret, and all that there is to know of such a host.
        self._connection._play_context.no_log = False
        try:
            if work.get("setup") is not None:
                state, answers, because = self.setup(work["setup"])
            else:
                said = self.sh(self.script(work, variables))
                state, answers, because = self.read(said, work)
        except AnsibleConnectionFailure as failure:
            self.keep("unreachable", [], str(failure))
            raise
        except AnsibleError as failure:
            self.keep("invalid", [], str(failure))
            raise
        self.keep(state, answers, because)
        return {"changed": False, "state": state}

    def sh(self, script, becomes=True):
        return self._low_level_execute_command(script, sudoable=becomes, encoding_errors="replace")

    # The one private directory of a host; a program that its package manager brought is left alone.
    PLACE = "$HOME/.jarvis-ops"
    LOOK = """
umask 077
echo "home=$HOME"
echo "have=$(sha256sum "$HOME/.jarvis-ops/bin/jarvis-ops" 2>/dev/null | cut -d' ' -f1)"
echo "path=$(command -v jarvis-ops)"
echo "glibc=$(getconf GNU_LIBC_VERSION 2>/dev/null | cut -d' ' -f2)"
for name in libcurl.so.4 libnats.so; do
    for found in /usr/lib/*/$name* /usr/lib/$name* /usr/local/lib/$name* /lib/*/$name*; do [ -e "$found" ] && break; done
    [ -e "$found" ] && echo "has=$name"
done
"""

    def look(self, becomes=True):
        said = self.sh(self.LOOK, becomes)
        pairs = [line.strip().split("=", 1) for line in said["stdout"].splitlines() if "=" in line]
        return dict(pairs), [value for name, value in pairs if name == "has"]

    def setup(self, wanted):
        had, libraries = self.look()
        if not wanted:
            # What is not ours stays, and so does the directory then.
            self.sh('rm -f "%s/bin/jarvis-ops"; rmdir "%s/bin" "%s" 2>/dev/null; true' % ((self.PLACE,) * 3))
            left = self.look()[0].get("have", "")
            return self.told({"changed": bool(had.get("have")), "removed": not left, "path": had.get("path", "")}, [])
        changed = had.get("have") != wanted["sha256"]
        if changed:
            # As whoever logs in; whoever they become takes it from there.
            login = self.look(becomes=False)[0].get("home", "")
            self.sh('mkdir -p -m 700 "%s"' % self.PLACE, becomes=False)
            upload = login + "/.jarvis-ops/upload"
            self._connection.put_file(wanted["program"], upload)
            moved = self.sh(
                'umask 022; mkdir -p -m 700 "{0}" && mkdir -p -m 700 "{0}/bin" && cp {1} "{0}/bin/new" && chmod 755 "{0}/bin/new" && '
                '[ "$(sha256sum "{0}/bin/new" | cut -d" " -f1)" = {2} ] && mv "{0}/bin/new" "{0}/bin/jarvis-ops"'.format(
                    self.PLACE, shlex.quote(upload), wanted["sha256"]))
            self.sh('rm -f %s' % shlex.quote(upload), becomes=False)
            if moved.get("rc"):
                return "invalid", [], "the program could not be put there: " + (moved.get("stdout", "") + moved.get("stderr", ""))[-300:]
        version = self.sh('"%s/bin/jarvis-ops" --version' % self.PLACE)
        missing = []
        if version.get("rc"):
            missing.append("a glibc as new as the program was built with: %s is %s" % (self.host, had.get("glibc") or "not known"))
        if "libcurl.so.4" not in libraries:
            missing.append("libcurl.so.4: apt-get install libcurl4")
        if "libnats.so" not in libraries:
            missing.append("libnats: apt-get install libnats3.4")
        return self.told({"changed": changed, "version": version["stdout"].strip() if not version.get("rc") else None, "glibc": had.get("glibc")}, missing)

    def told(self, fields, missing):
        document = {"schema": "jarvis-ops/fleet-setup/v1", **fields, "missing": missing}
        return "answered", [{"text": json.dumps(document), "exit_code": 2 if missing else 0}], None

    def script(self, work, variables):
        """POSIX sh. The words that end an answer come from outside it: the program's own output cannot know them."""
        home, program = (self._templar.template(variables.get(name)) for name in ("jarvis_home", "jarvis_ops"))
        lines = ["p=" + (shlex.quote(str(program)) if program else '$(command -v jarvis-ops) || p=$HOME/.jarvis-ops/bin/jarvis-ops')]
        lines += ['[ -x "$p" ] || { echo %s missing; exit 0; }' % work["marker"]]
        directory = ["-C", str(home)] if home else []
        asked = []
        for arguments in self.commands:
            words = " ".join(shlex.quote(word) for word in [*directory, "-o", "json", "--no-input", *arguments])
            asked.append('"$p" %s; r=$?; echo; echo %s $r' % (words, work["marker"]))
        # A program that says more than anybody reads is ended by its full pipe, and its answer has no end.
        lines += ["{ %s; } </dev/null 2>/dev/null | head -c %d" % ("; ".join(asked), work["bytes"])]
        return "\n".join(lines)

    def read(self, said, work):
        text = said.get("stdout", "").replace("\r\n", "\n")
        pieces = re.split(r"(?m)^%s (missing|\d+)\s*$" % re.escape(work["marker"]), text)
        if len(pieces) >= 2 and pieces[1] == "missing":
            return "missing", [], "no jarvis-ops there"
        answers = [{"text": pieces[n].strip(), "exit_code": int(pieces[n + 1])} for n in range(0, len(pieces) - 2, 2)]
        if len(answers) == len(self.commands):
            return "answered", answers, None
        if said.get("rc") in (0, None) or len(text) >= work["bytes"]:
            return "invalid", answers, "its answer does not end, or is longer than %d bytes" % work["bytes"]
        return "unknown", answers, (said.get("stderr") or text or "exit code %s" % said.get("rc"))[-500:]

    def keep(self, state, answers, because=None):
        path = os.path.join(self.answers, hashlib.sha256(self.host.encode()).hexdigest() + ".json")
        descriptor = os.open(path + ".new", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump({"host": self.host, "state": state, "because": because, "answers": answers}, file)
        os.replace(path + ".new", path)
