import Glibc
import SystemKit
import TestSupport

/// A runbook of one incident whose only resolution is a command line that takes as long as the test wants.
struct LongActBench {
    let bench: ChangeBench
    let runbook: String
    let isEndless: Bool

    static let step = "odd-noise/resolution.1"

    /// - Parameter line: a line for the shell; its children stay in the fixture's directory.
    static func with(_ line: String, _ body: (LongActBench) throws -> Void) throws {
        try ChangeBench.with { (bench) throws in
            let text = """
                # Own

                ## Incidents

                ### 1. Odd Noise (High)

                **Symptoms:**
                - The fan sings in a low voice

                **Resolution:**
                1. Wait a while:
                   ```bash {timeout=300s}
                   \(line.replacing("FIXTURE", with: bench.fixture.directory))
                   ```

                """
            try body(LongActBench(bench: bench, runbook: try bench.fixture.write(text, to: "own.md"), isEndless: line == endless))
        }
    }

    /// Two processes that go on for five minutes, and say so first.
    static let endless = "echo $$ > FIXTURE/began; sleep 300 & sleep 300"
    /// One that goes on until the test lets it end.
    static let held = "echo $$ > FIXTURE/began; while ! [ -e FIXTURE/go ]; do sleep 0.02; done"

    var arguments: [String] { ["resolve", "odd-noise", "--runbook", runbook, "--yes", "--confirm", LongActBench.step] }

    /// The program in the middle of the act.
    func start(_ more: [String] = [], name: String = "child") throws -> ChildProcess {
        let child = try bench.start(arguments + more, name: name)
        try waitUntil("the act has begun") {
            guard child.isRunning else { throw TestSupportError("it ended: \(child.output)") }
            return leader != nil && (!isEndless || survivors.count == 3)
        }
        return child
    }

    /// The first process of the act, once it has begun.
    var leader: Int32? {
        (try? Files.read(bench.fixture.path("began"))).flatMap { bytes in
            bytes.last == 0x0A ? Int32(String(decoding: bytes.dropLast(), as: UTF8.self)) : nil
        }
    }

    /// Every process of the act's session that runs.
    var survivors: [Int32] {
        guard let leader, let names = try? Files.list("/proc") else { return [] }
        return names.compactMap { Int32($0) }.filter { Self.session(of: $0) == leader }
    }

    /// Nil when it does not run; one that has ended and waits to be reaped does not.
    static func session(of pid: Int32) -> Int32? {
        // State, parent, group and session stand behind the name in brackets (proc(5)).
        let stat = String(decoding: (try? Files.read("/proc/\(pid)/stat")) ?? [], as: UTF8.self)
        let fields = stat.split(separator: ")").last?.split(separator: " ") ?? []
        return fields.count > 3 && fields[0] != "Z" ? Int32(fields[3]) : nil
    }

    /// Ends what a killed program left, whatever the test found.
    func cleanUp() { if let leader, !survivors.isEmpty { kill(-leader, SIGKILL) } }

    func letGo() throws { try bench.fixture.write("", to: "go") }
}
