internal import Configuration
internal import SystemKit

/// Which Docker engine is asked: one for all looks and all changes.
public struct EngineChoice: Sendable, Equatable {
    /// Why a variable that is set does not count; nil where all that is set does.
    public let remark: String?

    /// docker-compose 1 is a script of Python and takes no notice of `DOCKER_CONTEXT`; docker and its plugin do. Where it is what makes
    /// the containers, all look where it looks.
    public init(_ environment: [String: String]) {
        guard let context = environment["DOCKER_CONTEXT"], !context.isEmpty, environment["DOCKER_HOST"].map(\.isEmpty) ?? true,
            EngineChoice.composeIsScript(environment)
        else {
            remark = nil
            return
        }
        remark = "DOCKER_CONTEXT=\(context) does not count: this docker-compose ignores it, so the engine that docker-compose asks is asked"
    }

    /// The environment for docker and docker-compose.
    func environment(_ environment: [String: String]) -> [String: String] {
        remark == nil ? environment : environment.filter { $0.key != "DOCKER_CONTEXT" }
    }

    private static func composeIsScript(_ environment: [String: String]) -> Bool {
        guard let path = ProgramLookup.path("docker-compose", environment) else { return false }
        var start: [UInt8] = [0, 0]
        guard let file = try? RegularFile(path), (try? file.read(into: &start, 0..<2, from: 0)) == 2 else { return false }
        return start == Array("#!".utf8)
    }
}

extension LiveProbes {
    var engineEnvironment: [String: String] { EngineChoice(environment).environment(environment) }
}
