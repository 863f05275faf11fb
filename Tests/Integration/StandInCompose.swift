import Glibc
import SystemKit
import TestSupport

/// A stand-in for docker-compose and for the engine behind it: `up` makes the service run with what `.env` says then.
struct StandInCompose {
    private let bench: ChangeBench

    init(_ bench: ChangeBench, passes variables: String = "    env_file: .env") throws {
        self.bench = bench
        try bench.fixture.makeDirectory("bin")
        try bench.fixture.write(
            "version: \"2.4\"\nservices:\n  api:\n    image: x\n    container_name: jarvis-api\n\(variables)\n",
            to: "jarvis/docker-compose.yml")
        try bench.fixture.write(
            """
            #!/bin/sh
            control='\(bench.fixture.path("control"))'
            echo "$@" >> "$control/compose-calls"
            case " $* " in
            *" up "*)
                [ -e "$control/compose-fails" ] && echo "ERROR: no space left on device" >&2 && exit 1
                [ -e "$control/compose-hold" ] && touch "$control/compose-held"
                while [ -e "$control/compose-hold" ]; do
                    [ -e "$control/compose-abort" ] && exit 1
                    sleep 0.02
                done
                rm -f "$control/running"
                touch "$control/compose-ended"
                echo "Recreating jarvis-api ... done" >&2 ;;
            *" ps -q "*) echo 4711 ;;
            *" ps "*) printf '   Name      Command   State   Ports\\n-------\\njarvis-api   python   Up\\n' ;;
            *" logs "*) echo "a line of the log" ;;
            esac
            """, to: "bin/docker-compose", mode: 0o755)
    }

    var environment: [String: String] {
        ["PATH": bench.fixture.path("bin") + ":" + (ProcessEnvironment.snapshot()["PATH"] ?? "/usr/bin:/bin")]
    }

    /// `up` does not end before `release`.
    func hold() throws { try bench.fixture.write("", to: "control/compose-hold") }
    var isHeld: Bool { Files.exists(bench.fixture.path("control/compose-held")) }
    func release() { unlink(bench.fixture.path("control/compose-hold")) }
    /// `up` fails from now on, or no longer.
    func fail(_ isFailing: Bool) throws {
        unlink(bench.fixture.path("control/compose-fails"))
        if isFailing { try bench.fixture.write("", to: "control/compose-fails") }
    }

    /// A held `up` ends without having done anything.
    func abort() throws {
        try bench.fixture.write("", to: "control/compose-abort")
        try waitUntil("docker-compose has ended") { try processes(of: bench).isEmpty }
        for name in ["compose-abort", "compose-hold"] { unlink(bench.fixture.path("control/\(name)")) }
    }
    var hasEnded: Bool { Files.exists(bench.fixture.path("control/compose-ended")) }

    /// The lines of arguments with which it was called.
    var calls: [String] {
        get throws {
            String(decoding: try Files.read(bench.fixture.path("control/compose-calls")), as: UTF8.self).split(separator: "\n").map(
                String.init)
        }
    }

    /// Processes that still run this stand-in.
    func processes(of bench: ChangeBench) throws -> [Int32] {
        let mark = bench.fixture.path("bin/docker-compose")
        return try Files.list("/proc").compactMap { Int32($0) }.filter { pid in
            String(decoding: (try? Files.read("/proc/\(pid)/cmdline")) ?? [], as: UTF8.self).contains(mark)
        }
    }
}
