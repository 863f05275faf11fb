internal import SystemKit
internal import YAMLKit

extension Configuration {
    /// The Jarvis directory: the option, else `JARVIS_HOME`, else the working directory.
    public static func directory(option: String?, environment: [String: String], workingDirectory: String) -> Setting {
        if let option { return Setting(Paths.resolve(option, in: workingDirectory), .option("--directory")) }
        if let home = environment["JARVIS_HOME"], !home.isEmpty {
            return Setting(Paths.resolve(home, in: workingDirectory), .environment("JARVIS_HOME"))
        }
        return Setting(workingDirectory, .builtIn)
    }

    static func readDotEnv(_ path: String, _ problems: inout [String]) -> DotEnv? {
        guard let kind = Files.kind(path) else {
            // Something is there all the same: it is not taken for a Jarvis without a file.
            if Files.linkTarget(path) != nil { problems.append(".env is a link that leads to no file") }
            return nil
        }
        // Whoever opens a pipe to read waits for a writer.
        guard kind != .other else {
            problems.append(".env is no regular file")
            return nil
        }
        do {
            let file = DotEnv(try Files.read(path, limit: 1 << 20))
            if !file.unreadableLines.isEmpty {
                problems.append(".env: line \(file.unreadableLines.map(String.init).joined(separator: ", ")) is not an assignment")
            }
            return file
        } catch {
            problems.append(".env cannot be read: \(error.reason)")
            return nil
        }
    }

    /// What a compose file is called where nothing names another.
    static let composeNames = ["docker-compose.yml", "docker-compose.yaml", "compose.yaml", "compose.yml"]

    static func readCompose(_ directory: String, _ environment: [String: String], _ dotEnv: DotEnv?, _ problems: inout [String])
        -> ComposeFile?
    {
        // Compose puts several files together; the first is the one that the others adjust.
        let files =
            [environment["COMPOSE_FILE"], dotEnv?["COMPOSE_FILE"]].compactMap(\.self).first { !$0.isEmpty }?.split(separator: ":") ?? []
        let named = files.first.map(String.init)
        if let named, files.count > 1 { problems.append("COMPOSE_FILE names \(files.count) files: only \(named) is read") }
        let names = named.map { [$0] } ?? composeNames
        guard let path = names.map({ Paths.resolve($0, in: directory) }).first(where: Files.exists) else {
            if let named { problems.append("COMPOSE_FILE names \(named), which is not there") }
            return nil
        }
        do {
            let yaml = try YAMLReader.read(try Files.read(path, limit: 1 << 20))
            guard yaml.mapping != nil else {
                problems.append("\(Paths.name(path)) names no services: it is not a compose file")
                return nil
            }
            return ComposeFile(path: path, yaml) { environment[$0] ?? dotEnv?[$0] }
        } catch let error as YAMLError {
            problems.append("\(Paths.name(path)):\(error.line):\(error.column): \(error.message)")
        } catch {
            problems.append("\(Paths.name(path)) cannot be read\((error as? SystemError).map { ": \($0.reason)" } ?? "")")
        }
        return nil
    }

    /// The address at which the runbook's service is published, when the compose file fixes one.
    static func publishedAPI(_ service: ComposeFile.Service?, _ inputs: Inputs) -> Setting? {
        guard let service, let port = service.ports.first else { return nil }
        let meant = inputs.runbookService ?? service.name
        let alias = meant == service.name ? "" : " (container \(meant))"
        let how = service.usesHostNetwork ? "listens on" : "publishes"
        return Setting(
            "http://localhost:\(port.host)", .composeFile("service \(service.name)\(alias) of the compose file \(how) port \(port.host)"))
    }

    /// Why the address of the API is no more than a guess; nil where something names it. A connection that a guessed address refuses
    /// is no evidence of anything.
    public var apiDoubt: String? {
        if let doubt = doubt(apiURL, ["JARVIS_API_URL"]) { return doubt }
        guard [.runbook, .builtIn].contains(apiURL.source) else { return nil }
        if let problem = problems.first { return "nothing names the API's address that could be read: \(problem)" }
        if let service = apiService {
            let file = composeFile.map { Paths.name($0.path) } ?? "the compose file"
            if let port = service.unreadablePorts.first { return "the port of service \(service.name) cannot be read (\(file)): \(port)" }
            return "nothing names the API's address: service \(service.name) of \(file) publishes no port"
        }
        return "nothing names the API's address: \(apiURL.value) is \(apiURL.source.words)'s"
    }

    /// What the compose file itself gives a service.
    static func given(_ name: String, to service: ComposeFile.Service?) -> Setting? {
        guard let service, let value = service.environment[name], !value.isEmpty else { return nil }
        return Setting(value, .composeFile("\(name) of service \(service.name) in the compose file"))
    }

    /// `~` as a shell and Python's `expanduser` read it.
    static func expanded(_ path: String, _ home: String) -> String {
        path == "~" ? home : path.hasPrefix("~/") ? Paths.resolve(String(path.dropFirst(2)), in: home) : path
    }

    /// SQLAlchemy's `sqlite:///./data/jarvis.db` is a path too; another database is not ours to read.
    static func database(_ own: Setting?, _ url: Setting?, _ inputs: Inputs) -> Setting {
        if let own { return own }
        // `sqlite+aiosqlite:///…?timeout=5`: the driver and the parameters are SQLAlchemy's business.
        if let url, let colon = url.value.firstIndex(of: ":"), url.value[..<colon].split(separator: "+").first == "sqlite",
            case let rest = url.value[colon...], rest.hasPrefix(":///"), case let path = rest.dropFirst(4).prefix(while: { $0 != "?" }),
            !path.isEmpty,
            path != ":memory:"
        {
            return Setting(path.hasPrefix("./") ? String(path.dropFirst(2)) : String(path), url.source)
        }
        return inputs.runbookDatabase.map { Setting($0, .runbook) } ?? Setting("data/jarvis.db", .builtIn)
    }
}
