import Runbook
import TestSupport
import Testing

/// Code blocks hold more than commands: what was printed, what is to be written, what another program reads.
@Suite(.ownThread) struct FenceContentTests {
    @Test("Of a transcript only what follows a prompt is a command; the rest is what to expect")
    func transcript() throws {
        let text = "$ df -h /\nFilesystem  Size\n/dev/vda1  50G\n$ ls /srv\nstat  free  df\n$ echo a \\\n>   b\na b"
        for label in ["console", "bash", "", "shell-session"] {
            let incident = try Meant.fence(text, label: label, part: "Diagnosis")
            #expect(incident.read == ["diagnosis.1 read df -h /", "diagnosis.2 read ls /srv", "diagnosis.3 read echo a \\\n  b"])
            #expect(incident.diagnosis.map(\.expectedOutput) == ["Filesystem  Size\n/dev/vda1  50G", "stat  free  df", "a b"])
        }
        let here = try Meant.fence("ops@localhost:~$ uptime\n 10:00 up 3 days\n[root@jarvis-1 ~]# ls", label: "console")
        #expect(here.read == ["resolution.1 read uptime", "resolution.2 read ls"])
        let other = try Meant.fence("$ uptime\n 10:00 up 3 days\nops@db1:~$ ls\n[root@db1 ~]# pwd", label: "console")
        #expect(other.read == ["resolution.1 read uptime", "resolution.2 none ls\npwd"])
        #expect(other.steps.last?.notes.contains { $0.contains("`db1`") } == true)
    }

    @Test(
        "What is typed into another program than a shell is a person's, and none of it is run",
        arguments: [
            ("sql", "DROP TABLE x;"), ("promql", "up == 0"), ("powershell", "Remove-Item x"), ("cmd", "del x"), ("logql", "{app=\"x\"}"),
        ])
    func query(label: String, text: String) throws {
        #expect(try Meant.fence(text, label: label).read == ["resolution.1 none \(text)"])
        let forbidden = try Meant.incident("**Resolution:**\n1. Look: `ls c`\n\nNever run this:\n```\(label)\n\(text)\n```\n")
        #expect(forbidden.read == ["resolution.1 read ls c"])
    }

    @Test(
        "Output, tables, logs, data, messages and other languages are no commands",
        arguments: [
            ("", "Severity: high\nls is slow today\nkill the old job by hand"), ("", "NAME   STATUS\napi    running"),
            ("", "stat  free  df"), ("", "{\"status\": \"ok\"}"),
            ("", "2026-01-31T10:00:00Z error kill"), ("", "| a | b |\n|---|---|"), ("", "replicas: 3\nimage: x"),
            ("", "Hello team,\nwe restart the api now."), ("", "rm is forbidden on this host"),
            ("yaml", "kill: 1"), ("json", "{}"), ("text", "rm -rf /"), ("output", "ls"), ("log", "kill"),
            ("ruby", "exit"), ("bash", "{\"status\": \"ok\"}"),
            ("bash", "+----+\n| id |\n+----+"), ("diff", "- ls"), ("ini", "rm=1"), ("python", ">>> import os\n>>> os.remove('x')"),
            ("sh {\"interpreter\":\"ruby\"}", "exit"), ("console", "nothing with a prompt here, rm it"),
        ])
    func nothing(label: String, text: String) throws {
        let runbook = Runbook.of(Meant.heading + "**Resolution:**\n```\(label)\n\(text)\n```\n")
        let incident = try #require(runbook.incidents.first)
        #expect(incident.steps.isEmpty, "\(incident.read)")
        #expect(incident.context.contains { $0.text == text })
        #expect(runbook.findings.contains { $0.rule == "fence-not-run" })
    }

    @Test(
        "Without a label a block of commands is read as one",
        arguments: [
            "docker compose ps\ndf -h", "systemctl restart api", "./restart.sh now", "acmectl drain --node a", "cd /srv\nls",
            "for d in a b; do ls $d; done", "# Look\nls -l | wc -l",
        ])
    func unlabelled(text: String) throws { #expect(try !Meant.fence(text, label: "").resolution.isEmpty) }

    @Test(
        "Attributes of other tools are read without noise",
        arguments: [
            "sh {\"name\":\"look\",\"interactive\":\"false\"}", "bash { name=look interactive=false }",
            "bash title=\"Look\" linenums=\"1\" hl_lines=\"2\"", "{.bash .annotate}", "{.bash #look .numberLines startFrom=\"100\"}",
            "bash {1,3-5}", "bash showLineNumbers", "sh {excludeFromRunAll=true}", "shell title=\"a b\"", "bash",
        ])
    func attributes(label: String) throws {
        let runbook = Runbook.of(Meant.heading + "**Diagnosis:**\n```\(label)\nls\n```\n")
        #expect(runbook.incidents.first?.read == ["diagnosis.1 read ls"])
        #expect(!runbook.findings.contains { $0.rule == "unknown-attribute" || $0.rule == "fence-not-run" }, "\(runbook.findings)")
    }

    @Test(
        "A block that its attributes call a file, an output or nothing to be run is shown, and lint says so",
        arguments: [
            "bash title=\"/etc/cron.daily/cleanup\"", "bash filename=\"deploy.sh\"", "bash title='deploy.sh'", "bash title=\"Output\"",
            "bash norun", "bash no-run", "bash ignore", "bash example", "bash { title=\"Example output\" }", "{.bash .norun}",
            "bash {norun}",
            "sh {\"ignore\":\"true\"}", "bash eval=false", "title=\"deploy.sh\"",
        ])
    func notRun(label: String) {
        let runbook = Runbook.of(Meant.heading + "**Diagnosis:**\n```\(label)\nls\n```\n")
        #expect(runbook.incidents.first?.read == [])
        #expect(runbook.findings.contains { $0.rule == "fence-not-run" }, "\(runbook.findings)")
        #expect(!runbook.findings.contains { $0.rule == "unknown-attribute" }, "\(runbook.findings)")
    }

    @Test("Runme's directory is where the block runs")
    func directory() throws { #expect(try Meant.fence("ls", label: "sh {\"cwd\":\"/srv\"}").read == ["resolution.1 read [/srv] ls"]) }
}
