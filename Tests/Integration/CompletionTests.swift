import JSONKit
import SystemKit
import TestSupport
import Testing

/// The completion scripts in the real shells.
@Suite(.ownThread) struct CompletionTests {
    /// Each line of what a shell prints that was given the script, then `text`.
    private func lines(_ shell: [String], _ text: String, in fixture: Fixture) throws -> [String] {
        let directory = String(Checkout.program.prefix(upTo: Checkout.program.lastIndex(of: "/") ?? Checkout.program.endIndex))
        let process = try ChildProcess(
            shell + [text], output: fixture.path("shell-\(UInt32.random(in: 0...UInt32.max))"),
            environment: [
                "PATH": directory + ":/usr/bin:/bin", "HOME": fixture.path("home"), "XDG_STATE_HOME": fixture.path("state"),
            ])
        let code = try process.wait(seconds: 60)
        #expect(code == 0, "\(process.output)")
        return process.output.split(separator: "\n").map(String.init)
    }

    private func with(_ shell: String, _ body: (Fixture) throws -> Void) throws {
        guard Files.isExecutable("/usr/bin/\(shell)") || Files.isExecutable("/bin/\(shell)") else {
            print("NOT TESTED: completion in \(shell), which is not installed")
            try Test.cancel("\(shell) is not installed")
        }
        try Fixture.with { fixture in
            try fixture.makeDirectory("home")
            try body(fixture)
        }
    }

    @Test("bash completes incidents, values behind an equals sign, and files")
    func bash() throws {
        try with("bash") { fixture in
            let text = """
                source <(jarvis-ops completion bash)
                compopt() { :; }
                offer() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _jarvis_ops; printf '%s\\n' "${COMPREPLY[@]}"; echo; }
                offer jarvis-ops diagnose me
                offer jarvis-ops list --output = jsonl
                offer jarvis-ops lint /usr/bin/en
                complete -p jarvis-ops
                """
            let said = try lines(["bash", "-c"], text, in: fixture)
            #expect(said.prefix(3) == ["memory-leak", "mesh", "jsonl"], "\(said)")
            #expect(said.contains("/usr/bin/env") && said.last == "complete -F _jarvis_ops jarvis-ops", "\(said)")
        }
    }

    @Test("fish completes with what each word means")
    func fish() throws {
        try with("fish") { fixture in
            let text =
                "jarvis-ops completion fish | source; complete -C 'jarvis-ops diagnose me'; complete -C 'jarvis-ops list --output=js'"
            let said = try lines(["fish", "-c"], text, in: fixture)
            #expect(said.first == "memory-leak\tMemory Leak" && said.dropFirst().first?.hasPrefix("mesh\t") == true, "\(said)")
            #expect(said.contains { $0.hasPrefix("--output=json") })
        }
    }

    /// `_describe` and `_files` are stand-ins that print what they are given: the real ones draw at a terminal.
    @Test("zsh is given the words with their meaning")
    func zsh() throws {
        try with("zsh") { fixture in
            let text = """
                autoload -U compinit; compinit -D
                _describe() { eval "print -l -- \\${$3}" }; _files() { print FILES }
                source <(jarvis-ops completion zsh)
                words=(jarvis-ops diagnose me); CURRENT=3; _jarvis_ops
                words=(jarvis-ops lint ''); CURRENT=3; _jarvis_ops; true
                """
            let said = try lines(["zsh", "-f", "-c"], text, in: fixture)
            #expect(said.first == "memory-leak:Memory Leak" && said.last == "FILES", "\(said)")
        }
    }

    @Test("Incidents and steps are those of the runbook that was named, runs those of the directory; where nothing can be read, none")
    func lists() throws {
        try Fixture.with { fixture in
            let path = try fixture.write("# R\n\n### 1. Odd Noise (High)\n\n**Resolution:**\n1. Look: `ls`\n", to: "r.md")
            let environment = ["XDG_STATE_HOME": fixture.path("state"), "HOME": fixture.path("")]
            func offers(_ words: String...) throws -> String {
                try Run(["completion", "bash", "--", "jarvis-ops"] + words, environment: environment).output
            }
            #expect(try offers("diagnose", "--runbook", path, "") == "odd-noise Odd Noise\n")
            #expect(try offers("explain", "--runbook=\(path)", "odd").hasPrefix("odd-noise/resolution.1 "))
            #expect(try offers("diagnose", "--runbook", "/none", "") == "")
            #expect(try offers("runs", "show", "") == "")
            let fish = try Run(["completion", "fish", "-o", "json"])
            try Schema.check(fish.output, "completion")
            #expect(try fish.json()["script"]?.text?.contains("complete -c jarvis-ops") == true)
            #expect(try Run(["completion", "csh"]).code == 64)
        }
    }
}
