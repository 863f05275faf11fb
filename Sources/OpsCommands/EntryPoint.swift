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
        let format = format(arguments)
        do {
            let command = try JarvisOps.parseAsRoot(arguments)
            guard let command = command as? any OpsCommand else {
                var other = command
                try other.run()
                return ExitCodes.success
            }
            let world = try World.live(environment: environment, workingDirectory: directory, secrets: secrets)
            return run(command, in: world, ErrorOutput(format, world.standardOutput, world.standardError))
        } catch {
            let output = ErrorOutput(
                format, .standardOutput.shown(without: secrets), .standardError.shown(without: secrets))
            return output.report(error)
        }
    }

    private static func run(_ command: any OpsCommand, in world: World, _ output: ErrorOutput) -> Int32 {
        do {
            try Subreaper.install()
            try SignalWatch.start(world)
            let code = try command.run(in: world)
            // Never 0 after a signal.
            guard let signal = world.receivedSignal() else { return code }
            return output.reportInterruption(by: signal, nil)
        } catch {
            guard let signal = world.receivedSignal() else { return output.report(error) }
            return output.reportInterruption(by: signal, error)
        }
    }

    /// What was asked for, also when the rest of the line could not be understood.
    private static func format(_ arguments: [String]) -> OutputFormat {
        for (index, argument) in arguments.enumerated() {
            if argument == "--" { return .text }
            for prefix in ["--output=", "-o=", "-o"] where argument.hasPrefix(prefix) {
                if let format = OutputFormat(rawValue: String(argument.dropFirst(prefix.count))) { return format }
            }
            if argument == "-o" || argument == "--output", index + 1 < arguments.count {
                return OutputFormat(rawValue: arguments[index + 1]) ?? (arguments[index + 1].hasPrefix("json") ? .json : .text)
            }
        }
        return .text
    }
}
