#!/usr/bin/env python3
"""Writes BuiltInFiles.swift: the files that the program carries inside itself, byte for byte. Run by `make generate`."""
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
FILES = {
    "runbook": "runbooks/incident-response.md", "curlFormat": "runbooks/curl-format.txt", "practiceJarvis": "drills/practice_jarvis.py",
    "seedPractice": "drills/seed_practice.py", "composeFile": "drills/docker-compose.yml", "engine": "drills/engine.sh",
    "fleetPlaybook": "fleet/fleet.yml", "fleetAction": "fleet/action_plugins/jarvis_ops_host.py",
    "fleetEvents": "fleet/callback_plugins/jarvis_ops_events.py",
}

parts = ["// Made by generate.py from the files named here; change those, then run `make generate`.\n", "enum BuiltInFiles {"]
for name, path in FILES.items():
    text = (ROOT / path).read_text(encoding="utf-8")
    assert '"""###' not in text and text.endswith("\n"), path
    parts.append(f'    /// `{path}`\n    static let {name} = ###"""\n{text}\n"""###\n')
(Path(__file__).parent / "BuiltInFiles.swift").write_text("\n".join(parts) + "}\n", encoding="utf-8")
