"""Tells the control host's program, a JSON object a line on standard output, what becomes of the hosts; and people nothing."""
import json
import sys

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: jarvis_ops_events
type: stdout
short_description: events for jarvis-ops
description: One JSON object a line.
"""


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "stdout"
    CALLBACK_NAME = "jarvis_ops_events"

    def say(self, event, **fields):
        sys.stdout.write(json.dumps({"event": event, **fields}) + "\n")
        sys.stdout.flush()

    def v2_playbook_on_play_start(self, play):
        manager = play.get_variable_manager()
        hosts = manager._inventory.get_hosts(play.hosts) if manager and manager._inventory else []
        self.say("hosts", hosts=[host.name for host in hosts])

    def v2_runner_on_start(self, host, task):
        self.say("started", host=host.name)

    def v2_runner_on_ok(self, result):
        self.say("ended", host=result._host.name)

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self.say("ended", host=result._host.name)

    def v2_runner_on_unreachable(self, result):
        # The only word that there is of a host whose connection could not be made.
        self.say("unreachable", host=result._host.name, because=str(result._result.get("msg", ""))[:500])
