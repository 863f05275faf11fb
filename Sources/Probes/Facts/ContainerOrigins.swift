internal import Configuration
public import Execution
internal import JSONKit
public import Planning
internal import ProcessKit
internal import SystemKit

/// Whether containers that were made at a directory's path were made from that directory: another may have lain there, and the engine
/// remembers the path alone.
extension LiveProbes {
    /// Whose containers a change would make anew or stop. Those that another directory at this one's path may have made are nobody's as
    /// far as is known.
    public func ownerOfContainers(_ limits: ProbeLimits) -> ContainerOwner {
        let owner = containerOwner(limits)
        guard owner == .ours, configuration.composeFile != nil, let sight = try? engineSight(limits).get() else { return owner }
        return sight.ours.lazy.compactMap { origin(of: $0, limits) }.first.map { .unknown($0) } ?? .ours
    }

    /// Why it may have been made from another directory; nil where nothing says so.
    private func origin(of seen: SeenContainer, _ limits: ProbeLimits) -> String? {
        let directory = configuration.directory.value
        let place = seen.document["Config"]?["Labels"]?["com.docker.compose.project.working_dir"]?.text ?? ""
        // What was made elsewhere is judged by its path.
        guard !place.isEmpty, let here = try? Files.identity(directory), (try? Files.identity(place)) == here else { return nil }
        let name = "container \(seen.sight.name)"
        switch mounts(of: seen, in: place) {
        case true?: return nil
        case false?: return "\(name) has the data of another directory, which lay at this one's path before"
        case nil: break
        }
        guard let made = seen.madeAt, let times = try? Files.times(directory), let why = PlacedDirectory.doubt(times, madeAt: made),
            !isMadeAsNow(seen, limits)
        else { return nil }
        return "\(name) was made (\(made.rfc3339)) \(why): another may have lain at its path then"
    }

    /// Whether the directories that the container sees are those below this one now; nil where that cannot be seen.
    private func mounts(of seen: SeenContainer, in place: String) -> Bool? {
        guard let process = ProcessFlags.process(of: seen) else { return nil }
        let below = place.hasSuffix("/") ? place : place + "/"
        let compared = (seen.document["Mounts"]?.array ?? []).compactMap { mount -> Bool? in
            guard mount["Type"]?.text == "bind", let source = mount["Source"]?.text, source == place || source.hasPrefix(below),
                let target = mount["Destination"]?.text, let inside = try? Files.identity("/proc/\(process)/root\(target)")
            else { return nil }
            // A file is put in another's place whenever it is written, a directory is not.
            guard Files.kind("/proc/\(process)/root\(target)") == .directory, let outside = try? Files.identity(source) else { return nil }
            return inside == outside
        }
        return compared.isEmpty ? nil : compared.allSatisfy(\.self)
    }

    /// Whether docker-compose would make it just so now. It takes most of a second: for what is in doubt alone.
    private func isMadeAsNow(_ seen: SeenContainer, _ limits: ProbeLimits) -> Bool {
        let labels = seen.document["Config"]?["Labels"]
        guard let hash = labels?["com.docker.compose.config-hash"]?.text, !hash.isEmpty, let service = seen.sight.service else {
            return false
        }
        let files = configuration.composeFiles.flatMap { ["-f", $0] }
        guard let result = try? dockerCompose(files + ["config", "--hash", service], limits), result.isSuccess else { return false }
        return result.standardOutput.text.split(whereSeparator: \.isWhitespace).map(String.init) == [service, hash]
    }
}

/// What a directory's times say of the moment in which something was made from its path.
enum PlacedDirectory {
    /// nil where nothing speaks against its having lain there.
    static func doubt(_ times: FileTimes, madeAt: Timestamp) -> String? {
        if let born = times.born, born.milliseconds > madeAt.milliseconds { return "before this directory was (\(born.rfc3339))" }
        // A change of its entries sets both; being moved, or given another mode, the one alone.
        guard times.changed.milliseconds > madeAt.milliseconds, times.changed.milliseconds > times.modified.milliseconds else { return nil }
        return "before this directory was moved, or its owner or mode changed (\(times.changed.rfc3339))"
    }
}
