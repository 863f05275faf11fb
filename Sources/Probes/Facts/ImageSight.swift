internal import Configuration
internal import Execution
internal import JSONKit
internal import YAMLKit

/// What an image itself gives to a container, below what docker-compose gives.
struct ImageSight {
    var variables: [String: String] = [:]
    var entrypoint: [String] = []
    var command: [String] = []
    /// Why nobody can tell; nil where it was looked at.
    var trouble: String?
    /// Whether it is the engine that told nothing: of other images neither.
    var isSilent = false

    /// All variables of a new container. A name without a value takes the image's away (docker-compose 1 prints it as null, 2 as a name).
    ///
    /// - Parameter given: `{NAME: value}` or `[NAME=value]`, in which docker-compose doubles every `$`.
    func environment(under given: YAMLValue?) -> [String: String] {
        var values = variables
        func set(_ name: String, _ value: String?) { values[name] = value?.replacing("$$", with: "$") }
        for entry in given?.mapping ?? [] {
            set(entry.key, entry.value.text.flatMap { ["null", "~"].contains($0.lowercased()) ? nil : $0 })
        }
        for text in given?.sequence?.compactMap(\.text) ?? [] {
            let name = text.prefix { $0 != "=" }
            set(String(name), name.count == text.count ? nil : String(text.dropFirst(name.count + 1)))
        }
        return values
    }

    /// The words of what it starts: an entrypoint of the service's own takes the image's command away too.
    func command(under service: YAMLValue) -> [String] {
        func words(_ value: YAMLValue?) -> [String]? { value?.sequence?.compactMap(\.text) ?? value?.text.map { [$0] } }
        let own = words(service["command"])
        guard let first = words(service["entrypoint"]) else { return entrypoint + (own ?? command) }
        return first + (own ?? [])
    }
}

extension LiveProbes {
    /// - Parameter service: as `docker-compose config` prints it.
    func image(of name: String, _ service: YAMLValue, _ limits: ProbeLimits) -> ImageSight {
        let own = service["image"]?.text
        if let policy = service["pull_policy"]?.text, !["missing", "if_not_present", "never"].contains(policy) {
            return ImageSight(trouble: "the image of service \(name) is fetched or built anew (pull_policy \(policy))")
        }
        // One that is built is called so by docker-compose 1 and 2.
        let names = own.map { [$0] } ?? composeProjects.sorted().flatMap { ["\($0)_\(name)", "\($0)-\(name)"] }
        let seen = names.map { imageNamed($0, limits) }
        let found = seen.filter { $0.trouble == nil }
        guard found.count <= 1 else { return ImageSight(trouble: "which image service \(name) is made of cannot be told") }
        return found.first ?? seen.first ?? ImageSight(trouble: "service \(name) names no image")
    }

    private func imageNamed(_ name: String, _ limits: ProbeLimits) -> ImageSight {
        let text: String
        let brief = ProbeLimits(timeoutMilliseconds: min(3000, limits.timeoutMilliseconds), cancellation: limits.cancellation)
        do throws(ToolFailure) { text = try docker(["image", "inspect", name], brief) } catch {
            return ImageSight(trouble: "image \(name) cannot be looked at: \(error.message)", isSilent: error.kind != .other)
        }
        guard let settings = (try? JSONReader().read(Array(text.utf8)))?.array?.first?["Config"] else {
            return ImageSight(trouble: "what docker prints of image \(name) cannot be read")
        }
        func words(_ key: String) -> [String] { (settings[key]?.array ?? []).compactMap(\.text) }
        return ImageSight(variables: MeshGiven.variables(words("Env")), entrypoint: words("Entrypoint"), command: words("Cmd"))
    }
}
