/// What tools say when something is wrong, and what that means. Pure: a table of words.
enum ToolSigns {
    /// What is known by the words; nil for any other text.
    ///
    /// - Parameters:
    ///   - argv: the command, its program first.
    ///   - text: everything that it said.
    static func read(_ argv: [String], _ text: String) -> ToolFailure? {
        let said = Said(text)
        return switch ToolFailure.program(argv.first ?? "") {
        case "docker", "docker-compose": engine(said, argv) ?? compose(said, argv)
        case "git": git(said)
        case "systemctl", "journalctl": system(said)
        default: nil
        }
    }

    /// The line that tells most: the first that calls itself an error, else the last.
    static func tellingLine(_ text: String) -> String {
        let lines = CommandText.lines(text).map { $0.drop { $0.isWhitespace } }.filter { !$0.isEmpty }
        let marks = ["error", "fatal", "failed", "unable", "cannot"]
        let telling = lines.first { line in
            let words = line.prefix(40).lowercased()
            return marks.contains { words.hasPrefix($0) } || words.contains("error:")
        }
        return String((telling ?? lines.last ?? "").prefix(160))
    }

    // MARK: Docker

    /// Whether the engine can be asked at all.
    private static func engine(_ said: Said, _ argv: [String]) -> ToolFailure? {
        // Before all others: a refused socket also says that the engine's version could not be had.
        if said.has("permission denied", "permissionerror(13"), said.has("docker.sock", "docker daemon", "docker api", "dockerexception") {
            return .init(
                .noPermission, "may not use the Docker engine: join the group docker (sudo usermod -aG docker USER, then log in anew)")
        }
        if said.has("read timed out", "took too long to complete", "i/o timeout", "context deadline exceeded") {
            return .init(.timedOut, "the Docker engine does not answer")
        }
        if said.has("no such host", "name or service not known", "name resolution") {
            return .init(.unknownHost, "the Docker engine's host is not known: correct DOCKER_HOST")
        }
        if said.has("context"), said.has("does not exist", "context not found", "unable to resolve docker endpoint") {
            return .init(.configuration, "the Docker context is not there: correct DOCKER_CONTEXT, or docker context use default")
        }
        if said.has("x509:", "certificate verify failed", "certificate is not trusted") {
            return .init(.wantsAuthentication, "the Docker engine's certificate is not trusted here: correct DOCKER_CERT_PATH")
        }
        if said.has(
            "cannot connect to the docker daemon", "failed to connect to the docker api", "couldn't connect to docker",
            "is the docker daemon running", "connection refused", "docker_host", "dockerexception", "server api version",
            "error during connect")
        {
            return .init(.engineAbsent, "no Docker engine answers: start it, or set DOCKER_HOST")
        }
        let isPlugin = argv.first.map(ToolFailure.program) == "docker" && argv.dropFirst().first == "compose"
        if said.has("'compose' is not a docker command", "unknown command: docker compose")
            || isPlugin && said.has("'docker --help'", "unknown shorthand flag")
        {
            return .init(.noPlugin, "docker has no compose command here: apt-get install docker-compose")
        }
        return nil
    }

    /// What docker-compose and the engine object to.
    private static func compose(_ said: Said, _ argv: [String]) -> ToolFailure? {
        if let name = said.word(after: "no such service:") {
            return .init(.unknownName, "the compose file has no service \(name): docker-compose config --services names them")
        }
        if let name = said.word(after: "no such container:") ?? said.word(after: "no such object:") {
            return .init(.unknownName, "there is no container \(name): docker ps -a names them")
        }
        if let file = composeFile(said) { return file }
        if said.has("is already in use by container") {
            return .init(.taken, "a container of that name is there already: \(tellingLine(said.text)): rename or remove the other one")
        }
        if said.has("port is already allocated", "address already in use") {
            return .init(.taken, "the port is taken by another program: \(tellingLine(said.text))")
        }
        if said.has("no space left on device") { return .init(.noSpace, "the Docker engine's disk is full: docker system df") }
        if said.has("read-only file system") { return .init(.readOnly, "the disk can only be read: \(tellingLine(said.text))") }
        if said.has("pull access denied", "manifest unknown", "no such image", "manifest for") {
            return .init(.unknownName, "the image cannot be had: \(tellingLine(said.text))")
        }
        let program = argv.first ?? "docker-compose"
        if let module = said.word(after: "no module named") ?? said.word(after: "distributionnotfound:") {
            return .init(
                .broken, "\(ToolFailure.program(program)) is broken here (Python has no \(module)): \(ToolFailure.reinstalling(program))")
        }
        if said.has("traceback (most recent call last)", "importerror", "bad interpreter") {
            return .init(
                .broken,
                "\(ToolFailure.program(program)) is broken here (\(tellingLine(said.lastLine))): \(ToolFailure.reinstalling(program))")
        }
        return nil
    }

    /// A file that docker-compose reads is not there, or at fault.
    private static func composeFile(_ said: Said) -> ToolFailure? {
        if said.has("unicodedecodeerror", "can't decode byte") {
            let name = said.has("env_vars_from_file", "environment.py", "dotenv", ".env") ? ".env" : "the compose file"
            return .init(.configuration, "\(name) is not UTF-8, so that docker-compose cannot read it: save it as UTF-8")
        }
        if said.has("permissionerror", "permission denied"), let path = said.word(after: "permission denied:") {
            return .init(.noPermission, "docker-compose may not read \(path): ask its owner, or use sudo")
        }
        if let path = said.word(after: "couldn't find env file:") ?? (said.has("not found:") ? said.word(after: "env file ") : nil) {
            return .init(.configuration, "the compose file names the environment file \(path), which is not there")
        }
        if said.has("can't find a suitable configuration file", "no configuration file provided") {
            return .init(.configuration, "docker-compose finds no compose file: name the Jarvis directory with -C, or set COMPOSE_FILE")
        }
        if said.has("parsererror", "scannererror", "is invalid because", "unsupported config option", "invalid interpolation", "yaml: ") {
            let place = said.lines.first { $0.contains("line ") && $0.contains(".y") } ?? said.lines.first { $0.contains(".y") }
            let line = place.map(String.init) ?? said.lastLine
            return .init(.configuration, "the compose file is at fault: \(line.prefix(160)): correct it there")
        }
        return nil
    }

    // MARK: Others

    private static func git(_ said: Said) -> ToolFailure? {
        if said.has("not a git repository") {
            return .init(.unknownName, "the directory is no git checkout: name the Jarvis directory with -C")
        }
        if said.has("dubious ownership") {
            return .init(
                .noPermission, "git does not trust this directory, which is another user's: git config --global --add safe.directory DIR")
        }
        if said.has("permission denied") { return .init(.noPermission, "git may not read the repository: ask its owner, or use sudo") }
        if said.has("index.lock") { return .init(.taken, "another git is at work there: wait, or remove .git/index.lock if none is") }
        if said.has("could not resolve host") { return .init(.unknownHost, "the repository's host is not known: look at git remote -v") }
        return nil
    }

    private static func system(_ said: Said) -> ToolFailure? {
        if said.has("not been booted with systemd", "failed to connect to bus", "host is down") {
            return .init(.engineAbsent, "no systemd runs here: a unit is looked at on the machine that runs it")
        }
        if said.has("access denied", "interactive authentication required", "permission denied") {
            return .init(.noPermission, "systemd wants another user for this: use sudo")
        }
        if said.has("could not be found", "not loaded", "no such file") {
            return .init(.unknownName, "systemd knows no such unit: systemctl list-units 'jarvis*' names them")
        }
        if said.has("timed out") { return .init(.timedOut, "systemd does not answer") }
        return nil
    }
}

/// A tool's output, to be searched.
private struct Said {
    let text: String
    private let small: String

    init(_ text: String) {
        self.text = text
        small = text.lowercased()
    }

    var lines: [Substring] { CommandText.lines(text) }
    var lastLine: String { String(lines.last { !$0.allSatisfy(\.isWhitespace) } ?? "") }

    func has(_ signs: String...) -> Bool { signs.contains(where: small.contains) }

    /// The word behind a sign, without quotes and commas.
    func word(after sign: String) -> String? {
        guard let found = small.firstRange(of: sign) else { return nil }
        // Small letters may take another number of bytes: counted in characters both texts agree.
        let start = small.distance(from: small.startIndex, to: found.upperBound)
        guard start <= text.count else { return nil }
        let rest = text.dropFirst(start).drop { $0 == " " }.prefix { !$0.isWhitespace }
        let word = rest.filter { !"'\"`,;".contains($0) }
        return word.isEmpty ? nil : word
    }
}
