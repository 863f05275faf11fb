internal import CommandLineKit
internal import JSONKit
internal import ProcessKit
internal import Redaction
public import SystemKit

/// From the command line to the exit code.
public enum EntryPoint {
    /// - Parameter arguments: without the program's own name.
    /// - Returns: the exit code.
    public static func run(_ arguments: [String] = ProcessEnvironment.arguments()) -> Int32 {
        StandardStreams.occupyClosed()
        let environment = ProcessEnvironment.snapshot()
        let directory = Files.workingDirectory()
        let secrets = KnownSecrets.gather(arguments, environment: environment, workingDirectory: directory)
        do {
            let command = try JarvisOps.parseAsRoot(arguments)
            guard let command = command as? any OpsCommand else {
                var other = command
                try other.run()
                return ExitCodes.success
            }
            try EmptyPaths.refuse(in: environment)
            return try run(command, in: try World.live(environment: environment, workingDirectory: directory, secrets: secrets))
        } catch {
            return report(error, wants: JSONForm(arguments), secrets)
        }
    }

    private static func run(_ command: any OpsCommand, in world: World) throws -> Int32 {
        try Subreaper.install()
        let signal = try Signals.watch()
        // Signals become a cancellation: everything that blocks listens to it, ends its children and returns.
        let cancellation = world.cancellation
        let watcher = try BlockingThread<Void> {
            SignalWait.untilReadable(signal)
            cancellation.cancel()
        }
        _ = watcher
        let code = try command.run(in: world)
        // Never 0 after a signal.
        return world.receivedSignal().map { 128 + $0 } ?? code
    }

    /// Prints an error where the contract wants it, and gives its exit code.
    private static func report(_ error: any Error, wants form: JSONForm?, _ secrets: SharedRedactor) -> Int32 {
        let output = OutputStream.standardOutput.redacted(by: secrets)
        if let signal = Signals.received { return 128 + signal }
        let shown = ShownError(error)
        // Help and version are results, and codes alone have nothing to say.
        if shown.exitCode == 0 {
            try? output.write(shown.message + "\n")
            return 0
        }
        if shown.message.isEmpty { return shown.exitCode }
        if let form {
            let document: JSONValue = [
                "schema": "jarvis-ops/error/v1",
                "error": .object(["code": shown.code.json, "message": shown.message.json, "hint": shown.hint.json]),
            ]
            form.write(document, to: output)
        } else {
            try? OutputStream.standardError.redacted(by: secrets).write(
                "jarvis-ops: \(shown.message)\n" + (shown.hint.map { "  \($0)\n" } ?? ""))
        }
        return shown.exitCode
    }
}
