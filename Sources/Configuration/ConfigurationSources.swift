internal import SystemKit
internal import YAMLKit

extension Configuration {
    static func directory(_ environment: [String: String], _ workingDirectory: String, _ inputs: Inputs) -> Setting {
        if let option = inputs.directoryOption { return Setting(Paths.resolve(option, in: workingDirectory), .option("--directory")) }
        if let home = environment["JARVIS_HOME"], !home.isEmpty {
            return Setting(Paths.resolve(home, in: workingDirectory), .environment("JARVIS_HOME"))
        }
        return Setting(workingDirectory, .builtIn)
    }

    static func readDotEnv(_ path: String, _ problems: inout [String]) -> DotEnv? {
        guard Files.exists(path) else { return nil }
        do {
            let file = DotEnv(String(decoding: try Files.read(path, limit: 1 << 20), as: UTF8.self))
            if !file.unreadableLines.isEmpty {
                problems.append(".env: line \(file.unreadableLines.map(String.init).joined(separator: ", ")) is not an assignment")
            }
            return file
        } catch {
            problems.append(".env cannot be read: \(error.reason)")
            return nil
        }
    }

    static func readCompose(_ directory: String, _ environment: [String: String], _ dotEnv: DotEnv?, _ problems: inout [String]) -> ComposeFile? {
        let named = environment["COMPOSE_FILE"] ?? dotEnv?["COMPOSE_FILE"]
        let names = named.map { [$0] } ?? ["docker-compose.yml", "docker-compose.yaml", "compose.yaml", "compose.yml"]
        guard let path = names.map({ Paths.resolve($0, in: directory) }).first(where: Files.exists) else {
            if let named { problems.append("COMPOSE_FILE names \(named), which is not there") }
            return nil
        }
        do {
            let yaml = try YAMLReader.read(try Files.read(path, limit: 1 << 20))
            return ComposeFile(path: path, yaml) { environment[$0] ?? dotEnv?[$0] }
        } catch let error as YAMLError {
            problems.append("\(Paths.name(path)):\(error.line):\(error.column): \(error.message)")
        } catch {
            problems.append("\(Paths.name(path)) cannot be read")
        }
        return nil
    }

    /// The address at which the runbook's service is published, when the compose file fixes one.
    static func publishedAPI(_ service: ComposeFile.Service?, _ inputs: Inputs) -> Setting? {
        guard let service, let port = service.ports.first else { return nil }
        let meant = inputs.runbookService ?? service.name
        let alias = meant == service.name ? "" : " (container \(meant))"
        return Setting("http://localhost:\(port.host)", .composeFile("service \(service.name)\(alias) of the compose file publishes port \(port.host)"))
    }

    /// Inside compose's network Redis is called by its service name; from here it is its published port.
    static func reachable(_ setting: Setting, _ compose: ComposeFile?) -> Setting {
        guard let compose, let host = compose.services.first(where: { setting.value.contains("//\($0.name):") || setting.value.contains("@\($0.name):") }),
            let published = host.ports.first ?? (host.usesHostNetwork ? .init(host: 6379, container: 6379) : nil)
        else { return setting }
        var value = setting.value
        for separator in ["//", "@"] {
            guard let range = value.firstRange(of: "\(separator)\(host.name):") else { continue }
            let rest = value[range.upperBound...].drop { $0.isNumber }
            value = value[..<range.lowerBound] + "\(separator)127.0.0.1:\(published.host)" + rest
        }
        return Setting(value, .composeFile("service \(host.name) of the compose file publishes port \(published.host)"))
    }

    /// SQLAlchemy's `sqlite:///./data/jarvis.db` is a path too; another database is not ours to read.
    static func database(_ own: Setting?, _ url: Setting?, _ inputs: Inputs) -> Setting {
        if let own, !own.value.isEmpty { return own }
        if let url, url.value.hasPrefix("sqlite:///") {
            let path = url.value.dropFirst("sqlite:///".count)
            return Setting(path.hasPrefix("./") ? String(path.dropFirst(2)) : String(path), url.source)
        }
        return inputs.runbookDatabase.map { Setting($0, .runbook) } ?? Setting("data/jarvis.db", .builtIn)
    }
}
