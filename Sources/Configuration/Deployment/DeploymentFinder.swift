internal import SystemKit
internal import YAMLKit

/// Finds where a Jarvis runs: what a setting names, else what lies in the usual places, else what runs.
///
/// Two that may be meant are no guess: then both are named, and nobody is asked or changed.
struct DeploymentFinder {
    let directory: String
    let inputs: Configuration.Inputs
    let environment: [String: String]
    let dotEnv: DotEnv?
    private(set) var problems: [String] = []

    /// Below the Jarvis directory, after itself.
    private static let places = ["infra/docker", "docker", "deploy", "infra"]
    /// What compose files are called where nothing names another.
    static let names = ["docker-compose.yml", "docker-compose.yaml", "compose.yaml", "compose.yml"]
    /// What a Jarvis's services and containers are called, besides what the runbook says; the API's before the supervisor's.
    private static let apiNames = ["jarvis-api", "api"]
    private static let supervisorNames = ["jarvis-supervisor", "supervisor"]

    init(directory: String, inputs: Configuration.Inputs, environment: [String: String], dotEnv: DotEnv?) {
        self.directory = directory
        self.inputs = inputs
        self.environment = environment
        self.dotEnv = dotEnv
    }

    private func setting(_ name: String) -> Setting? {
        if let value = environment[name], !value.isEmpty { return Setting(value, .environment(name)) }
        return dotEnv?[name].flatMap { $0.isEmpty ? nil : Setting($0, .dotEnv(name: name, path: ".env")) }
    }

    private func lookup(_ name: String) -> String? { environment[name] ?? dotEnv?[name] }

    mutating func find() -> Deployment {
        var none = Deployment(directory: directory)
        let unit = setting("JARVIS_OPS_UNIT")
        let file = setting("JARVIS_OPS_COMPOSE_FILE")
        if let unit, let file {
            none.choices = [
                "JARVIS_OPS_UNIT=\(unit.value) (\(unit.source.words))", "JARVIS_OPS_COMPOSE_FILE=\(file.value) (\(file.source.words))",
            ]
            none.isThere = true
            return none
        }
        if let named = unit {
            let unit = UnitFiles(environment).unit(named.value)
            if unit.path == nil { problems.append("\(named.source.words) names \(unit.name), of which there is no unit file") }
            problems += unit.faults.map { "\(unit.path ?? unit.name): \($0)" }
            return deployment([unit], because: named.source.words)
        }
        if let file = file ?? setting("COMPOSE_FILE") { return named(file) }
        return lying(none)
    }

    // MARK: Named

    private mutating func named(_ setting: Setting) -> Deployment {
        let separator = lookup("COMPOSE_PATH_SEPARATOR").flatMap { $0.isEmpty ? nil : $0 } ?? ":"
        let paths = setting.value.split(separator: separator).map { Paths.resolve(String($0), in: directory) }
        var deployment = Deployment(directory: paths.first.map(Paths.parent) ?? directory)
        let name = setting.source.words.prefix { $0 != " " }
        deployment.isThere = paths.contains(where: Files.exists)
        if let missing = paths.first(where: { !Files.exists($0) }) {
            problems.append("\(name) names \(shown(missing)), which is not there")
            return deployment
        }
        guard let file = read(paths) else { return deployment }
        deployment = self.deployment(file, because: setting.source.words)
        // docker-compose knows its own variable.
        if name != "COMPOSE_FILE" { deployment.fileOptions = paths.flatMap { ["-f", shown($0)] } }
        return deployment
    }

    // MARK: Lying in a usual place

    private mutating func lying(_ none: Deployment) -> Deployment {
        var none = none
        let root = first(in: directory)
        none.isThere = root != nil
        let own = root.flatMap { read([$0] + overrides) }.map { deployment($0, because: "\(Paths.name($0.path)) of the directory") }
        // What stands in the directory itself and cannot be read is not passed over for another one.
        if root != nil, own == nil { return none }
        var found = [own].compactMap(\.self).filter { $0.service != nil }
        for place in DeploymentFinder.places {
            guard let path = first(in: Paths.resolve(place, in: directory)) else { continue }
            none.isThere = true
            guard let file = read([path]) else { continue }
            var deployment = deployment(file, because: "\(shown(path)), a usual place")
            deployment.fileOptions = ["-f", shown(path)]
            if deployment.service != nil { found.append(deployment) }
        }
        let units = UnitFiles(environment).jarvis.filter { isHere($0.workingDirectory) }
        if !units.isEmpty { found.append(deployment(units, because: "its WorkingDirectory is this directory")) }
        if let only = found.first, found.count == 1 { return only }
        return running(found, own ?? none)
    }

    /// What runs decides between several, and tells where nothing lies.
    private mutating func running(_ found: [Deployment], _ fallback: Deployment) -> Deployment {
        if found.isEmpty, fallback.composeFile != nil { return fallback }
        let containers = inputs.containers()
        let live = found.filter { deployment in
            deployment.composeFile.map { file in containers.contains { isMade($0, from: file.path) } } ?? false
        }
        if var only = live.first, live.count == 1, found.allSatisfy({ $0.unit == nil }) {
            only.because += ", and its containers run"
            return only
        }
        guard found.isEmpty else {
            var several = fallback
            (several.composeFile, several.service, several.meshService) = (nil, nil, nil)
            several.choices = found.map(\.choice)
            several.isThere = true
            return several
        }
        return made(containers.filter(isJarvis), fallback)
    }

    private mutating func made(_ containers: [ContainerOrigin], _ none: Deployment) -> Deployment {
        var none = none
        if let own = containers.first(where: { isHere($0.directory) }) {
            let paths = own.files.map { Paths.resolve($0, in: own.directory) }
            if !paths.isEmpty, paths.allSatisfy(Files.exists), let file = read(paths) {
                var deployment = deployment(
                    file, because: "container \(own.name) was made from \(paths.map(shown).joined(separator: ", "))")
                deployment.fileOptions = paths.flatMap { ["-f", shown($0)] }
                return deployment
            }
            none.container = own
        } else {
            // One that was made by hand tells nothing of a directory.
            none.container = containers.first { $0.directory.isEmpty }
        }
        none.because = none.container.map { "container \($0.name) is there" } ?? ""
        none.elsewhere = Set(containers.map(\.directory)).subtracting([""]).filter { !isHere($0) }.sorted()
        return none
    }

    private func isJarvis(_ container: ContainerOrigin) -> Bool {
        let names = [setting("JARVIS_OPS_SERVICE")?.value, inputs.runbookService].compactMap(\.self) + ["jarvis-api", "jarvis-supervisor"]
        return names.contains(container.name) || names.contains(container.service)
    }

    private func isMade(_ container: ContainerOrigin, from path: String) -> Bool {
        guard let own = try? Files.identity(path) else { return false }
        return container.files.contains { (try? Files.identity(Paths.resolve($0, in: container.directory))) == own }
    }

    private func isHere(_ place: String?) -> Bool {
        guard let place, !place.isEmpty, let there = try? Files.realPath(place), let here = try? Files.realPath(directory) else {
            return false
        }
        return there == here || there.hasPrefix(here.hasSuffix("/") ? here : here + "/")
    }

    // MARK: Files

    /// What compose takes in by itself beside the file of its directory.
    private var overrides: [String] {
        ["docker-compose.override.yml", "docker-compose.override.yaml", "compose.override.yml", "compose.override.yaml"]
            .map { Paths.resolve($0, in: directory) }.first(where: Files.exists).map { [$0] } ?? []
    }

    private func first(in place: String) -> String? {
        DeploymentFinder.names.map { Paths.resolve($0, in: place) }.first { Files.kind($0) != nil || Files.linkTarget($0) != nil }
    }

    /// Files that compose puts together, the first of which the others adjust; nil with a problem noted.
    private mutating func read(_ paths: [String]) -> ComposeFile? {
        var whole: ComposeFile?
        for path in paths {
            let name = shown(path)
            do {
                let yaml = try YAMLReader.read(try Files.read(path, limit: 1 << 20))
                guard yaml.mapping != nil else {
                    problems.append("\(name) names no services: it is not a compose file")
                    return nil
                }
                let file = ComposeFile(path: path, yaml, lookup: lookup)
                whole = whole?.adjusted(by: file) ?? file
            } catch let error as YAMLError {
                problems.append("\(name):\(error.line):\(error.column): \(error.message)")
                return nil
            } catch {
                problems.append("\(name) cannot be read\((error as? SystemError).map { ": \(Files.whyUnreadable(path, $0))" } ?? "")")
                return nil
            }
        }
        return whole
    }

    private func shown(_ path: String) -> String {
        path.hasPrefix(directory + "/") ? String(path.dropFirst(directory.count + 1)) : path
    }

    // MARK: Parts

    private func deployment(_ file: ComposeFile, because: String) -> Deployment {
        var deployment = Deployment(directory: Paths.parent(file.path))
        deployment.isThere = true
        deployment.composeFile = file
        deployment.because = because
        let words = [setting("JARVIS_OPS_SERVICE")?.value, inputs.runbookService].compactMap(\.self)
        let supervisor = DeploymentFinder.supervisorNames.lazy.compactMap(file.service).first
        deployment.service =
            (words + DeploymentFinder.apiNames).lazy.compactMap(file.service).first ?? supervisor
        deployment.meshService = supervisor ?? deployment.service
        place(&deployment, file)
        return deployment
    }

    /// Whoever starts it from the Jarvis directory by name (`--project-directory`) has its environment files there and not beside the file.
    private func place(_ deployment: inout Deployment, _ file: ComposeFile) {
        guard let service = deployment.meshService else { return }
        let files = { (base: String) in ServiceEnvironment(of: service.name, in: file.paths, seenFrom: base, lookup).files }
        let beside = files(deployment.projectDirectory)
        let below = files(directory)
        if !beside.isEmpty, beside != below, !beside.contains(where: Files.exists), below.contains(where: Files.exists) {
            deployment.projectDirectory = directory
            deployment.isProjectNamed = true
        }
        deployment.environmentFiles = deployment.isProjectNamed ? below : beside
    }

    private func deployment(_ units: [UnitFile], because: String) -> Deployment {
        var deployment = Deployment(directory: directory)
        deployment.isThere = units.contains { $0.path != nil }
        let supervisor = units.first(where: \.isSupervisor)
        let others = units.filter { !$0.isSupervisor }
        // The API's own unit before one that is called as the whole.
        let api = others.first { $0.name == "jarvis-api.service" } ?? others.first
        deployment.unit = api ?? supervisor
        deployment.meshUnit = supervisor ?? api
        deployment.because = deployment.unit.map { "\($0.path ?? "no unit file of that name"): \(because)" } ?? because
        deployment.environmentFiles = deployment.meshUnit?.environmentFiles ?? []
        return deployment
    }
}

extension Deployment {
    /// How a person names it among others.
    fileprivate var choice: String {
        if let unit { return "JARVIS_OPS_UNIT=\(unit.name)" }
        return "JARVIS_OPS_COMPOSE_FILE=\(fileOptions.last ?? composeFile.map { Paths.name($0.path) } ?? "")"
    }
}
