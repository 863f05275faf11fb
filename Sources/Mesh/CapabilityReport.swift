public import JSONKit

/// Jarvis's capability report: what runs, what is degraded, and what stands in for it (facts.md, "Capability report").
public struct CapabilityReport: Sendable, Hashable {
    public let generatedAt: String?
    /// In the order of the report, each name once.
    public let components: [Capability]
    /// Names under `components` that hold no object.
    public let malformed: [String]
    /// Where in the document the components stood.
    public let foundAt: JSONPath

    public subscript(_ name: String) -> Capability? { components.first { $0.name == name } }

    /// Looks for the report in a document: at the top (`/runtime-status`), under `runtime` (`/health`; the exact nesting was not seen),
    /// then anywhere down to three levels, nearer ones first.
    ///
    /// - Returns: nil when there is nothing like it.
    public init?(findingIn document: JSONValue) {
        var level: [(path: [JSONPath.Step], object: JSONObject)] = document.object.map { [([], $0)] } ?? []
        for _ in 0...3 {
            for (path, object) in level {
                if let report = CapabilityReport(object, at: path) {
                    self = report
                    return
                }
            }
            level = level.flatMap { path, object in
                let members = object.withoutRepeats.members
                let runtimeFirst = members.filter { $0.key == "runtime" } + members.filter { $0.key != "runtime" }
                return runtimeFirst.compactMap { member in
                    member.value.object.map { (path + [.field(member.key.text)], $0) }
                }
            }
        }
        return nil
    }

    /// - Returns: nil when the object neither has `components` that look like it nor holds the mesh's components itself.
    private init?(_ object: JSONObject, at path: [JSONPath.Step]) {
        let inside = object["components"]?.object
        if let inside, inside.members.contains(where: CapabilityReport.looksRight) {
            self.init(inside, path + [.field("components")], generatedAt: object["generated_at"]?.text)
        } else if object.members.contains(where: { CapabilityReport.ours.contains($0.key.text) && CapabilityReport.looksRight($0) }) {
            self.init(object, path, generatedAt: object["generated_at"]?.text)
        } else {
            return nil
        }
    }

    private init(_ components: JSONObject, _ path: [JSONPath.Step], generatedAt: String?) {
        let members = components.withoutRepeats.members.filter { $0.key != "generated_at" }
        self.generatedAt = generatedAt
        self.components = members.compactMap { member in member.value.object.map { Capability(member.key.text, $0) } }
        malformed = members.filter { $0.value.object == nil }.map(\.key.text)
        foundAt = JSONPath(path)
    }

    /// Names that show a report also where nothing says `components`.
    private static let ours = ["mesh_sync", "mesh_attestation"]

    private static func looksRight(_ member: JSONMember) -> Bool {
        member.value["enabled"] != nil || member.value["status"] != nil
    }
}
