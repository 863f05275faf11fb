/// The shapes that a runbook may have.
extension WrittenShape {
    static let more = [
        WrittenShape(
            "an alert over numbered orders",
            "# Mail\n\n## Alert: Mail stuck (severity: critical)\n1. Check the queue: `docker compose ps mail`\n2. Ask the team\n\n## Alert: Mail slow (severity: warning)\n1. Wait a while\n",
            [
                "alert-mail-stuck critical", "resolution.1 read docker compose ps mail", "resolution.2 none Ask the team",
                "alert-mail-slow medium", "resolution.1 none Wait a while",
            ]),
        WrittenShape(
            "a severity over words and bullets is none",
            "# Mail\n\n## P1: Bad\n- Answer in 5 minutes\n- Call the manager\n\n## Lost (High)\n\nIt was lost.\n", []),
        WrittenShape(
            "a severity over commands", "# Mail\n\n## Playbook\n\n### SEV-1: Mail down\n```bash\ndocker compose ps mail\n```\n",
            ["mail-down critical", "resolution.1 read docker compose ps mail"]),
        WrittenShape(
            "a table of troubles",
            "# Mail\n\n## Matrix\n\n| Symptom | Severity | Action |\n|---|---|---|\n| Mail lost | P1 | Restart `docker compose restart mail` |\n| Mail slow | P3 | Never run `touch /srv/a` |\n| Mail twice | P3 | |\n| ~~Mail old~~ | P3 | Ask |\n| Mail gone | P3 | ~~Ask~~ |\n",
            [
                "mail-lost critical", "? Mail lost", "resolution.1 none Restart docker compose restart mail", "mail-slow medium",
                "? Mail slow",
            ]),
        WrittenShape(
            "tables of troubles that are no more",
            "# Mail\n\n## Obsolete\n\n### 2019\n\n| Symptom | Action |\n|---|---|\n| Mail lost | Ask |\n\n## Examples\n\n| Symptom | Action |\n|---|---|\n| Mail late | Ask |\n\n## Matrix\n\n| Symptom | Action |\n|---|---|\n| Mail slow | Ask |\n",
            ["mail-slow -", "? Mail slow", "resolution.1 none Ask"]),
        WrittenShape(
            "a place in brackets holds for the whole item",
            "# Mail stuck\n\n## Resolution\n1. Copy (in test environment) with `aws s3 cp a b`, then look with `df -h`.\n2. Run `aws s3 cp a b` and then `df -h` (in the test environment)\n3. Look (once): `df -h`\n",
            [
                "mail-stuck -", "resolution.1a none aws s3 cp a b", "resolution.1b none df -h", "resolution.2a none aws s3 cp a b",
                "resolution.2b none df -h", "resolution.3 read df -h",
            ]),
        WrittenShape("a table of other things", "# Mail\n\n| Symptom | Meaning |\n|---|---|\n| Mail lost | `rm x` |\n", []),
        WrittenShape(
            "phases",
            "# Mail stuck\n\n## 🚨 Immediate Assessment (0-10 minutes)\n### 1. Is it up?\n```bash\ndocker compose ps mail\n```\n\n## Recovery and Validation (30 minutes)\n1. Look: `ls /srv`\n",
            ["mail-stuck -", "diagnosis.1 read docker compose ps mail", "verification.1 read ls /srv"]),
        WrittenShape(
            "numbers go on behind a part that has one",
            "# Mail\n\n## When mail is stuck (High)\n\n### 1. Gather logs\n```bash\ndocker compose logs mail\n```\n\n### 2. Check the disk\n```bash\ndf -h /srv\n```\n\n### History\n```bash\nrm -rf /srv\n```\n",
            ["when-mail-is-stuck high", "diagnosis.1 read docker compose logs mail", "diagnosis.2 read df -h /srv"]),
        WrittenShape(
            "orders in sentences are a person's",
            "# Mail stuck\n\n## Diagnosis\nLook at the dashboard of the queue.\n\nThe queue is a table. You see it there.\n\n## Resolution\nIf it does not move, call the vendor.\n\nNever delete the queue.\n",
            [
                "mail-stuck -", "diagnosis.1 none Look at the dashboard of the queue.",
                "resolution.1 none If it does not move, call the vendor.",
            ]),
        WrittenShape(
            "sentences do not shift the numbers of a list",
            "# Mail stuck\n\n## Resolution\nRead all of it first.\n\n1. Ask the team\n\nCall the vendor if it fails.\n",
            ["mail-stuck -", "resolution.1 none Ask the team", "resolution.2 none Call the vendor if it fails."]),
        WrittenShape(
            "a sentence above a block speaks of it",
            "# Mail stuck\n\n## Diagnosis\nLook at the queue twice.\n```bash\nls /srv\n```\n\nTake the second answer.\n",
            ["mail-stuck -", "diagnosis.1 read ls /srv"]),
        WrittenShape(
            "what is seen does not end the numbers",
            "# Mail stuck\n\n## Fix\n### Step 1: Look\n```bash\nls /srv\n```\n**Expected output:** All files are \"there\".\n\n### Step 2: Again\n```bash\nls /var\n```\n",
            ["mail-stuck -", "resolution.1 read ls /srv", "resolution.2 read ls /var"]),
        WrittenShape(
            "a page about an alert without a heading",
            "---\ntitle: Mail stuck\nsection: Alerts\n---\n\nThe queue stands.\n\n- Check the queue\n- Ask the team\n",
            ["mail-stuck -", "resolution.1 none Check the queue", "resolution.2 none Ask the team"]),
        WrittenShape(
            "numbered sections behind a part are other things",
            "# Mail stuck\n\n## 1. Fix\n- Ask\n\n## 2. Architecture\n```bash\nrm -rf /srv\n```\n\n## 3. Sample data\n```bash\nrm -rf /var\n```\n",
            ["mail-stuck -", "resolution.1 none Ask"]),
        WrittenShape(
            "a condition below another heading loses nothing",
            "# Mail stuck\n\n## Fix\n1. Look: `ls /srv`\n\n## Escalation\n\n**If it fails for an hour**:\n1. Call: `rm -rf /srv`\n",
            ["mail-stuck -", "resolution.1 read ls /srv"]),
        WrittenShape("an example alert", "# Mail\n\n## Example alert (severity: high)\n1. Restart it: `rm -rf /srv`\n", []),
        WrittenShape(
            "a form to be filled in",
            "# T\n\n## Mail stuck\n### Fix\n1. Ask\n\n## Message template\n**Alert:** x\n\n**Resolution:** Call y\n",
            ["mail-stuck -", "resolution.1 none Ask"]),
        WrittenShape(
            "several blocks in a step, blocks in lists, boxes and comments",
            "# Mail stuck (High)\n\n## Fix\n1. Look twice:\n   ```bash\n   ls /srv\n   ```\n   and\n   ```bash\n   ls /var\n   ```\n2. Ask\n\n!!! warning\n    `rm -rf /srv`\n\n<!-- `rm -rf /var` -->\n",
            ["mail-stuck high", "resolution.1a read ls /srv", "resolution.1b read ls /var", "resolution.2 none Ask"]),
    ]

    /// Every name that people were promised.
    static let promised: [(name: String, part: String)] = [
        ("Symptom", "symptoms"), ("Symptoms", "symptoms"), ("Alert", "symptoms"), ("Detection", "symptoms"), ("Check", "diagnosis"),
        ("Checks", "diagnosis"), ("Diagnosis", "diagnosis"), ("Investigation", "diagnosis"), ("Triage", "diagnosis"),
        ("Actions", "resolution"),
        ("Immediate actions", "resolution"), ("Response", "resolution"), ("Fix", "resolution"), ("Solution", "resolution"),
        ("Remediation", "resolution"), ("Mitigation", "resolution"), ("Recovery", "recovery"), ("Workaround", "resolution"),
        ("Verification", "verification"), ("Meaning", ""), ("Impact", ""), ("Escalation", ""), ("Prevention", ""), ("Post-incident", ""),
    ]
}
