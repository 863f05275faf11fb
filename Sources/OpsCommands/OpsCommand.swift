internal import CommandLineKit
internal import SystemKit

/// A command that runs in a world and says with which code the program ends.
protocol OpsCommand: ParsableCommand {
    var options: GlobalOptions { get }

    func run(in world: World) throws -> Int32
}

extension OpsCommand {
    mutating func run() throws {
        let code = try run(in: try World.live())
        if code != 0 { throw ExitCode(code) }
    }
}
