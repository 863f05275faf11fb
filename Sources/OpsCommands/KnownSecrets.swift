internal import Configuration
internal import Redaction
internal import SystemKit
internal import TerminalKit

/// What the program knows to be secret before it says its first word.
enum KnownSecrets {
    /// From the environment, the command line, and the `.env` and compose file of the Jarvis directory. A runbook's come when it is read.
    static func gather(_ arguments: [String], environment: [String: String], workingDirectory: String) -> SharedRedactor {
        let secrets = SharedRedactor()
        secrets.learn(environment: environment)
        secrets.learn(arguments: arguments)
        var inputs = Configuration.Inputs()
        inputs.directoryOption = directory(arguments)
        let configuration = Configuration(environment: environment, workingDirectory: workingDirectory, inputs: inputs)
        secrets.learn(variables: configuration.secretCandidates)
        secrets.learn(names: KnownNames.all(in: configuration.composeFile?.services ?? []))
        return secrets
    }

    /// The directory that the line names, also when the rest of it cannot be understood: errors are redacted too.
    private static func directory(_ arguments: [String]) -> String? {
        for (index, argument) in arguments.enumerated() {
            if argument == "--" { return nil }
            if argument == "-C" || argument == "--directory" { return index + 1 < arguments.count ? arguments[index + 1] : nil }
            for prefix in ["--directory=", "-C=", "-C"] where argument.hasPrefix(prefix) { return String(argument.dropFirst(prefix.count)) }
        }
        return nil
    }
}

extension OutputStream {
    /// The way out of everything that this program writes, for people and for machines: without secrets, as they are known at that moment,
    /// and without control characters of others.
    ///
    /// - Parameter placing: makes of this program's own commands what is to be pasted.
    func shown(without secrets: SharedRedactor, placing: @escaping @Sendable ([UInt8]) -> [UInt8] = { $0 }) -> OutputStream {
        filtered { TextSink.shown(secrets.redactor.redact(bytes: placing($0))) }
    }

    /// The same for what was redacted already, part by part.
    var shown: OutputStream { filtered { TextSink.shown($0) } }
}
