internal import CommandLineKit
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
        let form = JSONForm(arguments)
        do {
            let command = try JarvisOps.parseAsRoot(arguments)
            guard let command = command as? any OpsCommand else {
                var other = command
                try other.run()
                return ExitCodes.success
            }
            try EmptyPaths.refuse(in: environment)
            let placed = command.options.withAbsoluteState(environment, directory)
            let world = try World.live(
                environment: placed, workingDirectory: directory, secrets: secrets,
                pasted: { command.pastedCommands(placed, directory, atPrompt: $0) }, isDocument: form != nil)
            return run(command, in: world, ErrorOutput(form, world.standardOutput, world.standardError, secrets))
        } catch {
            let output = ErrorOutput(
                form, .standardOutput.shown(without: secrets), .standardError.shown(without: secrets), secrets)
            return output.report(error)
        }
    }

    private static func run(_ command: any OpsCommand, in world: World, _ output: ErrorOutput) -> Int32 {
        do {
            try Subreaper.install()
            try SignalWatch.start(world)
            try NoJarvis.requireNamedPaths(command.options, in: world)
            let code = try command.run(in: world)
            // Never 0 after a signal.
            guard let signal = world.receivedSignal() else { return code }
            return output.reportInterruption(by: signal, nil)
        } catch {
            guard let signal = world.receivedSignal() else { return output.report(error) }
            return output.reportInterruption(by: signal, error)
        }
    }
}
