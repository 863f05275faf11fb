internal import Configuration
internal import DigestKit
internal import Execution
internal import Planning
internal import Probes
internal import SystemKit

/// The image tag that the service has, the one it goes back to, and where that is written.
struct ImageRollback {
    let site: Site
    let access: JournalAccess

    func facts(_ tag: String?) -> ImageFacts {
        var facts = ImageFacts()
        guard let service = site.configuration.apiService, let image = service.image else {
            facts.obstacle = "no image of the service stands in a compose file here"
            facts.wanted = tag
            return facts
        }
        facts.configured = service.resolvedImage.map { ImageName.tag($0) ?? "latest" }
        facts.running = site.probes.runningImageTag(site.limits)
        if let tag {
            (facts.wanted, facts.source) = (tag, "asked for")
        } else if let stable = access.stableTag(directory: site.directory) {
            (facts.wanted, facts.source) = (stable.tag, "healthy in run \(stable.run)")
        }
        switch ImageReference(image) {
        case .unclear(let why): facts.obstacle = why
        case .variable(let name): fill(&facts, name)
        case .literal(let before, let old): fill(&facts, image, before, old)
        }
        return facts
    }

    /// A variable of `.env`; of the environment it would be another process's to change.
    private func fill(_ facts: inout ImageFacts, _ name: String) {
        if let setting = site.configuration.variable(name), case .environment = setting.source {
            facts.obstacle = "\(name) is set in the environment, which beats .env"
            return
        }
        facts.place = .variable(name: name, value: site.configuration.dotEnv?[name])
    }

    /// Written out in the compose file: changed there when it stands there exactly once.
    private func fill(_ facts: inout ImageFacts, _ image: String, _ before: String, _ old: String) {
        guard let wanted = facts.wanted, let path = site.configuration.composeFile?.path, let bytes = try? Files.read(path, limit: 1 << 20),
            let text = String(validating: bytes, as: UTF8.self)
        else {
            facts.obstacle = "the compose file cannot be read"
            return
        }
        let name = Paths.name(path)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let places = lines.indices.filter { ImageRollback.names(lines[$0], image) }
        guard places.count == 1, let place = places.first, let range = lines[place].range(ofImage: image),
            Paths.resolve(name, in: site.directory) == path
        else {
            facts.obstacle = "\(image) stands \(places.count) times in \(name): change it by hand"
            return
        }
        var changed = lines.map(String.init)
        changed[place] = String(lines[place][..<range.lowerBound]) + before + wanted + lines[place][range.upperBound...]
        let new = changed.joined(separator: "\n")
        facts.place = .file(
            path: name, sha256: SHA256.hex(bytes), content: .bytes(Array(new.utf8)),
            diff: TextDiff.unified(old: text, new: new, path: name))
    }

    private static func names(_ line: Substring, _ image: String) -> Bool {
        line.drop(while: \.isWhitespace).hasPrefix("image:") && line.range(ofImage: image) != nil
    }
}

extension Substring {
    /// Where the image stands in the line, as a word of its own.
    fileprivate func range(ofImage image: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            let rest = self[start...]
            if rest.hasPrefix(image) {
                let end = index(start, offsetBy: image.count)
                let isBegun = start == startIndex || " \t\"':".contains(self[index(before: start)])
                if isBegun, end == endIndex || " \t\r\"'#".contains(self[end]) { return start..<end }
            }
            start = index(after: start)
        }
        return nil
    }
}
