import TestSupport
import Testing

@testable import Runbook

/// Parts as people write them against what a person says is run of them.
@Suite(.ownThread) struct FenceTableTests {
    @Test("What the shell is told, and where it stands, holds for what follows", arguments: WrittenPart.shells)
    func shells(part: WrittenPart) throws { try check(part) }

    @Test("What is done elsewhere is a person's, until one is back", arguments: WrittenPart.elsewhere + WrittenPart.asidePlaces)
    func elsewhere(part: WrittenPart) throws { try check(part) }

    @Test("A place holds for all that its words stand above", arguments: WrittenPart.placesAbove)
    func placesAbove(part: WrittenPart) throws { try check(part) }

    @Test(
        "A directory that words name is where the command runs, or a person's",
        arguments: WrittenPart.directories + WrittenPart.unclearDirectories)
    func directories(part: WrittenPart) throws { try check(part) }

    @Test("Words behind a block take it back, or only warn", arguments: WrittenPart.behind + WrittenPart.asides)
    func behind(part: WrittenPart) throws { try check(part) }

    @Test(
        "A label's own remark says where its part is done",
        arguments: ["**Resolution:** (run on the bastion)", "**Resolution (on the DB host):**"])
    func remark(label: String) throws {
        let incident = try Meant.incident("\(label)\n1. Remove it: `rm x`\n\n```bash\nrm y\n```\n\n**Rollback:**\n1. Look: `ls c`\n")
        #expect(incident.read == ["resolution.1 none rm x", "resolution.2 none rm y", "rollback.1 read ls c"])
    }

    @Test("What a program answers is no command, and lint says why", arguments: WrittenPart.output)
    func output(part: WrittenPart) throws {
        try check(part)
        guard part.truth.isEmpty else { return }
        let findings = Runbook.of(Meant.heading + "**Resolution:**\n\(part.body)\n").findings
        #expect(findings.contains { $0.rule == "fence-not-run" && $0.message.contains("is no command") }, "\(findings)")
    }

    @Test("A place that is left open has a name, and what a program means by itself is none", arguments: WrittenPart.places)
    func places(part: WrittenPart) throws { try check(part) }

    private func check(_ part: WrittenPart) throws {
        let incident = try Meant.incident("**Resolution:**\n\(part.body)\n")
        let read = incident.resolution.map { step in
            let place = step.context.directory.map { " [\($0)]" } ?? ""
            let needs = step.needs.isEmpty ? "" : " needs \(step.needs.joined(separator: ","))"
            return "\(step.effect.rawValue)\(step.action == .manual ? "" : place)\(step.line.map { " " + $0 } ?? "")\(needs)"
        }
        #expect(read == part.truth)
        #expect(incident.steps.allSatisfy { $0.condition == nil })
        #expect(incident.steps.allSatisfy { $0.action == .manual || $0.suggestion == nil })
    }

    // MARK: The vocabulary

    @Test(
        "Every program of the vocabulary leads where its examples say, and comes back where they say",
        arguments: LeadingProgram.table.indices)
    func vocabulary(index: Int) {
        let program = LeadingProgram.table[index]
        for line in program.examples.leads { #expect(Elsewhere.reason(ShellScanner.statement(line)) == program.place, "\(line)") }
        for line in program.examples.returns { #expect(Elsewhere.reason(ShellScanner.statement(line)) == nil, "\(line)") }
    }

    @Test("A sentence that comes back is told from one that only begins so")
    func comesBack() {
        for text in [
            "Exit", "Log out.", "Log out of the server", "Leave the container", "Back on your machine, look", "Disconnect from the node",
            "On this machine: look",
        ] {
            #expect(Elsewhere.comesBack(text), "\(text)")
        }
        for text in [
            "Exit the maintenance mode", "Log out all users", "Leave it running", "Back on the bastion", "Disconnect the replica",
            "Close the incident", "End", "Exit codes", "Quit the job",
            "Look on this",
        ] { #expect(!Elsewhere.comesBack(text), "\(text)") }
    }

    // MARK: Options and variables of the shell

    @Test(
        "What `set` demands is demanded of the shell that runs the lines below",
        arguments: [
            ("set -o pipefail\nls | $X", ["/bin/bash", "-o", "pipefail", "-c", "ls | ${X:?has no value}"]),
            ("set -e; ls *; pwd", ["/bin/bash", "-o", "errexit", "-c", "ls *; pwd"]),
            ("set -euxo pipefail\nls *", ["/bin/bash", "-o", "errexit", "-o", "nounset", "-o", "pipefail", "-c", "ls *"]),
            ("set -e\nset +e\nls *", ["/bin/bash", "-c", "ls *"]),
            ("#!/bin/bash -eu\nls *", ["/bin/bash", "-o", "errexit", "-o", "nounset", "-c", "ls *"]),
            ("A='x y'\nls $A", ["/bin/bash", "-c", "A='x y'; ls ${A:?has no value}"]), ("A='x y'\nls *", ["/bin/bash", "-c", "ls *"]),
            ("A=1\neval \"ls *\"", ["/bin/bash", "-c", "A=1; eval \"ls *\""]),
            ("export A='x y'\nls $A", ["/bin/bash", "-c", "ls ${A:?has no value}"]),
            (
                "rm -rf /srv/${A%/}/x",
                ["/bin/bash", "-c", "rm -rf /srv/$([ \"${A-}\" ] || { echo 'A has no value' >&2; kill -9 $$; })${A%/}/x"]
            ),
            ("echo $(cat x)", ["/bin/bash", "-c", "echo $(cat x)"]),
            (
                "touch $((N+1))",
                ["/bin/bash", "-c", "touch $(($([ \"${N-}\" ] || { echo 'N has no value' >&2; kill -9 $$; })N+1))"]
            ),
        ] as [(String, [String])])
    func arguments(script: String, arguments: [String]) throws {
        guard case .shell(let shell)? = try Meant.fence(script).resolution.first?.action else { throw Meant.NothingRead() }
        #expect(shell.arguments == arguments)
    }

    @Test("A program finds what was exported, and no variable of the shell alone")
    func environment() throws {
        let context = try #require(try Meant.fence("A=1\nexport B=2\nC=3\nunset D\nls").resolution.first?.context)
        #expect(context.environment(over: ["C": "0", "D": "0", "E": "0"]) == ["B": "2", "C": "3", "E": "0"])
    }

    @Test(
        "A name that is counted with is wanted as any other is",
        arguments: [
            ("touch $((N+1))", ["N"]), ("touch $((1<<N))", ["N"]), ("N=1\ntouch $((N+1))", []),
            ("touch $((16#ff + 0x1F + $(date +%s)))", []),
            ("for i in 1 2; do touch $((i*2)); done", []),
        ] as [(String, [String])])
    func counted(script: String, wanted: [String]) throws {
        guard case .shell(let shell)? = try Meant.fence(script).resolution.first?.action else { throw Meant.NothingRead() }
        #expect(shell.wanted == wanted)
    }

    @Test("Where the responder's own shell was before is nothing that a step takes")
    func before() {
        #expect(CommandContext.none.environment(over: ["OLDPWD": "/home/x", "E": "0"]) == ["E": "0"])
    }

    @Test("What cannot be carried along leaves the rest to one shell: a path without end, a value of a book")
    func tooLong() throws {
        let deep = try Meant.fence(String(repeating: "cd a\n", count: 5000) + "ls")
        #expect(deep.resolution.count == 1 && deep.resolution.first?.effect == .unknown)
        let long = try Meant.fence("V='\(String(repeating: "x", count: 100_000))'\n" + String(repeating: "ls \"$V\"\n", count: 300))
        #expect(long.resolution.count == 1 && long.resolution.first?.effect == .unknown)
    }

    // MARK: Values

    @Test(
        "A value that is read twice is put in only where it means nothing to anybody",
        arguments: [
            "sh -c 'ls <x>'", "eval \"ls <x>\"", "eval ls <x>", "ssh web1 ls <x>", "echo \"$(ls <x>)\"", "echo `ls <x>`",
            "psql -c \"SELECT '<x>'\"", "cat <<EOF\n<x>\nEOF",
            "docker exec api sh -c \"ls <x>\"", "xargs ls <x>", "python3 -c 'print(\"<x>\")'", "ls ${A:-<x>}", "sudo su -c 'ls <x>' y",
            "T=<x>\nsh -c \"touch a-$T\"", "T=<x>\npsql -c \"SELECT '$T'\"", "[[ <x> -gt 3 ]] && ls", "test -v <x>", "let \"n=<x>\"",
            "printf -v <x> 1", "V=<x>\necho ${!V}", "a[<x>]=1", "f() { sh -c \"ls $1\"; }\nf <x>",
        ])
    func twice(line: String) throws {
        let step = try #require(try Meant.fence(line).resolution.first)
        let name = try #require(step.needs.first)
        #expect(step.refusal(of: [name: "a; reboot"])?.contains("read once more") == true)
        #expect(step.filled(with: [name: "a; reboot"]) == step)
        #expect(step.refusal(of: [name: "a/b-1.2"]) == nil)
        #expect(step.filled(with: [name: "a/b-1.2"]).needs.isEmpty)
    }

    @Test("A value that one shell reads may be anything", arguments: ["ls <x>", "ls \"<x>\"", "ls 'a <x>'", "touch /srv/<x>/y"])
    func once(line: String) throws {
        let step = try #require(try Meant.fence(line).resolution.first)
        guard case .shell(let shell) = step.filled(with: ["x": "a; $(reboot) 'b' \"c\" `d`"]).action else { throw Meant.NothingRead() }
        #expect(shell.argv?.contains { $0.contains("a; $(reboot) 'b' \"c\" `d`") } == true, "\(shell)")
    }
}
