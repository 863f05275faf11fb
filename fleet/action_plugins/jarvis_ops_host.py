"""Runs the commands of a work on one host by whatever connection Ansible has to it, and leaves their answers in a file.

The work is the extra variable `jarvis_ops_work`: {"commands": [[argument, …], …], "own": {HOST: [[…], …]}, "answers": DIRECTORY,
"marker": TEXT, "limit_s": N, "bytes": N}; a host has its own commands, or those of all. `jarvis_home` and `jarvis_ops` of the host are its directory and its program. Nothing is written on the host, nothing is
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
        work = variables["jarvis_ops_work"]
        self.host = variables["inventory_hostname"]
        self.answers = work["answers"]
        self.commands = work["own"].get(self.host, work["commands"])
        # What goes wrong on the way, a deadline above all, is a BaseException in some versions of Ansible.
        self.keep("timed-out", [])
        # Why a connection fails is no secret, and all that there is to know of such a host.
        self._connection._play_context.no_log = False
        try:
            said = self._low_level_execute_command(self.script(work, variables), sudoable=True, encoding_errors="replace")
        except AnsibleConnectionFailure as failure:
            self.keep("unreachable", [], str(failure))
            raise
        except AnsibleError as failure:
            self.keep("invalid", [], str(failure))
            raise
        state, answers, because = self.read(said, work)
        self.keep(state, answers, because)
        return {"changed": False, "state": state}

    def script(self, work, variables):
        """POSIX sh. The words that end an answer come from outside it: the program's own output cannot know them."""
        home = variables.get("jarvis_home")
        program = variables.get("jarvis_ops")
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
