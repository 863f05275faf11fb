internal import CommandLineKit
internal import SystemKit

/// A command that runs in a world and says with which code the program ends.
protocol OpsCommand: ParsableCommand {
    var options: GlobalOptions { get }

    /// False where what is printed is the runbook's own text, or about a Jarvis of its own: commands in it stay as they are written.
    var isAboutOneJarvis: Bool { get }

    func run(in world: World) throws -> Int32
}

extension OpsCommand {
    var isAboutOneJarvis: Bool { true }

    mutating func run() throws {
        let code = try run(in: try World.live())
        if code != 0 { throw ExitCode(code) }
    }
}
