internal import SystemKit

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
            problems.append(".env cannot be read: \(Files.whyUnreadable(path, error))")
            return nil
        }
    }

    /// The environment files of the process whose flags count, the one that counts most first, then `.env`, which Jarvis loads itself.
    static func environmentFiles(
        _ deployment: Deployment, _ directory: String, _ dotEnv: DotEnv?, _ fault: String?, _ problems: inout [String]
    ) -> [EnvironmentSource] {
        let own = Paths.resolve(".env", in: directory)
        var files: [EnvironmentSource] = []
        for path in deployment.environmentFiles.reversed() where (try? Files.identity(path)) != (try? Files.identity(own)) || dotEnv == nil
        {
            let shown = path.hasPrefix(directory + "/") ? String(path.dropFirst(directory.count + 1)) : path
            guard Files.kind(path) != nil else { continue }
            do {
                let file = DotEnv(try Files.read(path, limit: 1 << 20))
                if !file.unreadableLines.isEmpty {
                    problems.append("\(shown): line \(file.unreadableLines.map(String.init).joined(separator: ", ")) is not an assignment")
                }
                files.append(EnvironmentSource(path: shown, file: file, fault: nil))
            } catch {
                let fault = "\(shown) cannot be read: \(Files.whyUnreadable(path, error))"
                problems.append(fault)
                files.append(EnvironmentSource(path: shown, file: nil, fault: fault))
            }
        }
        return dotEnv == nil && fault == nil ? files : files + [EnvironmentSource(path: ".env", file: dotEnv, fault: fault)]
    }

    /// Why no compose service is known as Jarvis's own; nil where one is, or a unit.
    public var serviceTrouble: String? {
        guard apiService == nil, deployment.unit == nil else { return nil }
        if let composeFault { return composeFault }
        guard let composeFile else {
            return deployment.choices.isEmpty
                ? "there is no compose file in \(directory.value)" : "it may be \(deployment.choices.joined(separator: ", or "))"
        }
        let file = Paths.name(composeFile.path)
        guard let word = runbookService else { return "the runbook names no service of \(file)" }
        let names = composeFile.services.map(\.name).sorted().joined(separator: ", ")
        return "the runbook calls the service \(word), and \(file) has none of that name (it has \(names.isEmpty ? "none" : names))"
    }

    /// The address at which the runbook's service is published, when the compose file fixes one.
    ///
    /// - Parameter health: the port of a supervisor's own routes, which is none of the API's.
    static func publishedAPI(_ service: ComposeFile.Service?, _ inputs: Inputs, besides health: Int) -> Setting? {
        guard let service, let port = service.ports.first(where: { !service.isSupervisor || $0.container != health }) else { return nil }
        let meant = inputs.runbookService ?? service.name
        let alias = service.containerName != meant || meant == service.name ? "" : " (container \(meant))"
        let how = service.usesHostNetwork ? "listens on" : "publishes"
        return Setting(
            "http://localhost:\(port.host)", .composeFile("service \(service.name)\(alias) of the compose file \(how) port \(port.host)"))
    }

    /// The API of a unit: only where its own environment says on which port.
    static func unitAPI(_ unit: UnitFile?, _ files: [DotEnv]) -> Setting? {
        guard let unit, let port = files.lazy.compactMap({ $0["API_PORT"] }).first ?? unit.environment["API_PORT"],
            let number = Int(port), (1...65535).contains(number)
        else { return nil }
        return Setting("http://127.0.0.1:\(number)", .unit("API_PORT of \(unit.name)"))
    }

    /// `REDIS_HOST` and `REDIS_PORT`, where a service is given those instead of an address.
    static func redisHost(of service: ComposeFile.Service?) -> Setting? {
        guard let host = given("REDIS_HOST", to: service) else { return nil }
        let port = given("REDIS_PORT", to: service)?.value ?? "6379"
        return Setting("redis://\(host.value):\(port)/0", host.source)
    }

    /// Why the address of the API is no more than a guess; nil where something names it. A connection that a guessed address refuses
    /// is no evidence of anything.
    public var apiDoubt: String? {
        let isGuessed = apiURL.certainty == .guessed
        if !isGuessed || dotEnvFault != nil || problems.isEmpty, let doubt = doubt(apiURL, ["JARVIS_API_URL"]) { return doubt }
        guard isGuessed else { return nil }
        if let problem = problems.first { return "nothing names the API's address that could be read: \(problem)" }
        if let service = apiService {
            let file = composeFile.map { relative($0.path) } ?? "the compose file"
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
