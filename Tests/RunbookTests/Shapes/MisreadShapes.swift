/// What was misread once, each in words of its own.
extension WrittenShape {
    private static func incident(_ parts: String) -> String { "# Ops\n\n## Incidents\n\n### 2. Mail Stuck (High)\n\n\(parts)\n" }
    private static let head = "mail-stuck high"

    static let misread = [
        WrittenShape(
            "a directory holds for what follows",
            incident("**Checks:**\n```bash\ncd /srv/mail\nls\n```\n\n**Fix:**\n```bash\ncd /srv/mail\nrm -rf old\n```"),
            [head, "diagnosis.1 read [/srv/mail] ls", "resolution.1 destroy [/srv/mail] rm -rf old"]),
        WrittenShape(
            "a shell's variables are context",
            incident(
                "**Checks:**\n```bash\nWHERE=\"mail\"\nls /srv/$WHERE\n```\n\n**Fix:**\n```bash\nOLD=/srv/mail/old\nrm -rf \"$OLD\"\n```"),
            [head, "diagnosis.1 read ls /srv/mail", "resolution.1 destroy rm -rf \"/srv/mail/old\""]),
        WrittenShape(
            "nothing runs without its variable",
            incident("**Fix:**\n```bash\nSPOOL=/srv/spool\necho \"empty $SPOOL\" > /srv/told\ncd /srv/spool\nmkdir new\n```"),
            [head, "resolution.1 unknown echo \"empty /srv/spool\" > /srv/told", "resolution.2 change [/srv/spool] mkdir new"]),
        WrittenShape(
            "what a terminal printed is no command",
            incident(
                "**Checks:**\n```console\n$ df -h /srv\n/dev/sdb 10G 9G 1G 90% /srv\n$ ls /srv\nkill  rm  df\n```\n\n**Fix:**\n1. Write to the team:\n```\nState: bad\nrm takes long\n```"
            ),
            [head, "diagnosis.1 read df -h /srv", "diagnosis.2 read ls /srv", "resolution.1 none Write to the team:"]),
        WrittenShape(
            "sections of the second level",
            "# Mail stuck\n\n**Severity:** High\n\n## Symptoms\n- Nothing leaves\n- Nothing comes\n\n## Checks\n```bash\ndocker compose ps mail\n```\n\n## Mitigation\n1. Restart: `docker compose restart mail`\n",
            [
                head, "? Nothing leaves", "? Nothing comes", "diagnosis.1 read docker compose ps mail",
                "resolution.1 change docker compose restart mail",
            ]),
        WrittenShape(
            "numbered headings are steps",
            "# Mail\n\n## Mail stuck (High)\n\n### Checks\n\n#### 1. Is it up?\n```bash\ndocker compose ps mail\n```\n\n#### 2. Is there room?\n```bash\ndf -h /srv\n```\n\n### Fix\n\n#### Option A: Restart\n```bash\ndocker compose restart mail\n```\n",
            [
                head, "diagnosis.1 read docker compose ps mail", "diagnosis.2 read df -h /srv",
                "resolution.1 change docker compose restart mail",
            ]),
        WrittenShape(
            "what stands behind a loop",
            incident("**Checks:**\n```bash\nfor d in /srv /var; do\n  du -sh \"$d\"\ndone\n\ndocker compose ps\n```"),
            [head, "diagnosis.1 unknown for d in /srv /var; do\n  du -sh \"$d\"\ndone", "diagnosis.2 read docker compose ps"]),
        WrittenShape(
            "parts on one line",
            incident(
                "**Symptoms:** nothing leaves, the queue grows\n\n**Checks:** run `docker compose ps mail` and look\n\n**Fix:** `docker compose restart mail`"
            ),
            [
                head, "? nothing leaves", "? the queue grows", "diagnosis.1 read docker compose ps mail",
                "resolution.1 change docker compose restart mail",
            ]),
        WrittenShape(
            "a secret that is a word of the title",
            "# Ops\n\n### 2. Mail Stuck (High)\n\n**Fix:**\n```bash\nexport API_KEY=mail\nsystemctl restart mail\n```\n",
            [head, "resolution.1 change systemctl restart mail"]),
        WrittenShape(
            "each gap needs a value",
            incident(
                "**Checks:**\n```bash\ndocker logs CONTAINER_ID\nls /srv/[tenant]\n```\n\n**Fix:**\n```bash\nmkdir /srv/{tenant}\ntouch /srv/<tenant>\n```"
            ),
            [
                head, "diagnosis.1 read docker logs CONTAINER_ID needs CONTAINER_ID", "diagnosis.2 read ls /srv/[tenant] needs tenant",
                "resolution.1 change mkdir /srv/{tenant} needs tenant", "resolution.2 change touch /srv/<tenant> needs tenant",
            ]),
        WrittenShape(
            "labels of other things",
            incident(
                "**Symptoms:**\n- Nothing leaves\n\n**Causes:**\n- Wrong password\n\n**Fix:**\n1. Restart: `docker compose restart mail`\n\n**Never do this:**\n```bash\nrm -rf /srv/mail\n```\n\n**Expected output:**\n```\nls\n```\n\n**Prevention:**\n- More: `docker compose up -d --scale mail=2`"
            ),
            [head, "? Nothing leaves", "resolution.1 change docker compose restart mail"]),
        WrittenShape(
            "what is forbidden and what is struck out",
            incident(
                "**Fix:**\n1. Do not run `touch /srv/a` now\n2. ~~Before: `touch /srv/b`~~\n\n**Never run this here:**\n```bash\ntouch /srv/c\n```"
            ),
            [head]),
        WrittenShape(
            "one behind another", incident("**Fix:**\n1. Keep it: `cp /srv/a /srv/b`\n2. Mark it: `touch /srv/c`"),
            [head, "resolution.1 destroy cp /srv/a /srv/b", "resolution.2 change touch /srv/c"]),
    ]
}
