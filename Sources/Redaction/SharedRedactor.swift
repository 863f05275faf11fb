internal import Synchronization

/// One redactor for all sinks of a process, which learns: a runbook or a configuration that is read later holds secrets too.
///
/// Safe to use from any thread.
public final class SharedRedactor: Sendable {
    private struct State {
        var collector = SecretCollector()
        /// Names of persons, machines, services and incidents are no secrets, also where a secret-looking variable holds one.
        var known: Set<String> = []
        var ids: Set<String> = []
        var redactor: Redactor?
    }

    private let state: Mutex<State>

    public init() { state = Mutex(State()) }

    /// What is known now.
    public var redactor: Redactor {
        state.withLock { state in
            if let redactor = state.redactor { return redactor }
            let redactor = Redactor(secrets: Array(state.collector.values.subtracting(state.known)), ids: state.ids)
            state.redactor = redactor
            return redactor
        }
    }

    public func learn(environment: [String: String]) {
        state.withLock { state in
            for (name, value) in environment { state.collector.add(name: name, value: value) }
            for name in ["USER", "LOGNAME", "HOSTNAME", "HOME", "SHELL", "PWD", "TMPDIR", "LANG", "TERM"] {
                if let value = environment[name] { state.known.insert(value) }
            }
            state.redactor = nil
        }
    }

    /// Names and values of a file: of names that are repeated every value counts.
    public func learn(variables: [(String, String)]) {
        state.withLock { state in
            for (name, value) in variables { state.collector.add(name: name, value: value) }
            state.redactor = nil
        }
    }

    public func learn(arguments: [String]) {
        state.withLock { state in
            state.collector.add(arguments: arguments)
            state.redactor = nil
        }
    }

    /// Names that everything here goes by: where a secret-looking variable holds one, it is hidden there and nowhere else.
    public func learn(names: some Sequence<String>) {
        state.withLock { state in
            let before = state.known.count
            state.known.formUnion(names)
            if state.known.count != before { state.redactor = nil }
        }
    }

    /// Ids by which something is asked for again: they are never rewritten.
    public func learn(ids: some Sequence<String>) {
        state.withLock { state in
            let before = state.ids.count
            state.ids.formUnion(ids)
            if state.ids.count != before { state.redactor = nil }
        }
    }

    /// What a text, such as a runbook, gives away by shape.
    public func learn(text: String) {
        state.withLock { state in
            let before = state.collector.values.count
            state.collector.addShapes(in: text)
            if state.collector.values.count != before { state.redactor = nil }
        }
    }
}

extension Redactor {
    /// What can be known to be secret from the environment, the Jarvis directory's `.env`, and the command line.
    public static func collecting(environment: [String: String], dotEnv: [(String, String)], arguments: [String]) -> Redactor {
        let shared = SharedRedactor()
        shared.learn(environment: environment)
        shared.learn(variables: dotEnv)
        shared.learn(arguments: arguments)
        return shared.redactor
    }
}
