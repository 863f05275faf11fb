import JSONKit
import ProcessKit
import SystemKit
import TestSupport

/// The checkout, and the program that was built from it.
enum Checkout {
    static let root = Paths.parent(Paths.parent(Paths.parent(#filePath)))

    static func text(_ path: String) throws -> String { String(decoding: try Files.read(root + "/" + path), as: UTF8.self) }

    /// The program beside the test bundle.
    static let program: String = {
        let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? Files.linkTarget("/proc/self/exe") ?? ""
        let beside = Paths.parent(bundle) + "/jarvis-ops"
        return Files.isExecutable(beside) ? beside : root + "/.build/debug/jarvis-ops"
    }()
}

/// One run of the program.
struct Run {
    let code: Int32
    let output: String
    let errors: String

    /// Runs it in a directory of its own, with an environment that holds no Jarvis.
    init(_ arguments: [String], environment: [String: String] = [:], directory: String? = nil, seconds: Double = 120) throws {
        let base = ProcessEnvironment.snapshot().filter {
            !$0.key.hasPrefix("JARVIS_") && $0.key != "REDIS_URL" && $0.key != "DATABASE_URL"
        }
        // A journal of its own, unless the test gives one.
        let state = try TemporaryDirectory(prefix: "jarvis-ops-state", environment: base)
        defer { state.remove() }
        let own = base.merging(["XDG_STATE_HOME": state.path]) { $1 }.merging(environment) { $1 }
        let result = try ProcessRun.run(
            Command(Checkout.program, arguments, environment: own, directory: directory ?? "/"),
            deadline: .after(milliseconds: seconds * 1000), cancellation: try Cancellation(),
            limits: OutputLimits(headBytes: 4 << 20, tailBytes: 4 << 20))
        guard case .exited(let code) = result.ending else {
            throw TestSupportError("jarvis-ops \(arguments.joined(separator: " ")) \(result.ending): \(result.standardError.text)")
        }
        self.code = code
        output = result.standardOutput.text
        errors = result.standardError.text
    }

    func json() throws -> JSONValue { try JSONReader().read(output) }
}
