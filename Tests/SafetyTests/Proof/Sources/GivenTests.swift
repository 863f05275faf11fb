import Mesh
import Planning
import TestSupport
import Testing

@testable import Probes

/// What `docker-compose config` answers → what the rules are told of a new container, for everything that it may answer. The world is what Jarvis
/// would really see in that container: the image and the files that it loads itself come after what is given.
@Suite(.ownThread) struct GivenTests {
    /// One answer, and the worlds in which it is given.
    private struct Answer {
        /// nil: the name is not given.
        let own: String?
        let legacy: String?
        let form: Form
        /// Whether the service's command sets the variable itself.
        let inCommand: Bool

        enum Form: CaseIterable { case map, list, quotedMap }

        static let values: [String?] = [nil, "0", "1", "TRUE", " on ", "", "off", "$${X:-1}", "'1'"]

        static let all: [Answer] = values.flatMap { own in
            values.flatMap { legacy in
                Form.allCases.flatMap { form in
                    [false, true].map { Answer(own: own, legacy: legacy, form: form, inCommand: $0) }
                }
            }
        }

        func text(_ flag: MeshFlag) -> String {
            let given = [(flag.variable, own), (flag.legacyVariable, legacy)].compactMap { name, value in value.map { (name, $0) } }
            let lines = given.map { name, value in
                switch form {
                case .map: "      \(name): \"\(value)\"\n"
                case .quotedMap: "      '\(name)': '\(value.replacing("'", with: "''"))'\n"
                case .list: "      - \"\(name)=\(value)\"\n"
                }
            }
            let command = inCommand ? "    command: sh -c '\(flag.variable)=1 exec true'\n" : ""
            return "services:\n  api:\n    image: x\n\(command)" + (lines.isEmpty ? "" : "    environment:\n" + lines.joined())
        }

        /// What Jarvis may see in that container: every combination of what the image, or a file that it loads, gives where a name is
        /// not given, and of what readers make of an odd value.
        var worlds: Set<Bool> {
            if inCommand { return [true, false] }
            return Set(
                Answer.readings(own).flatMap { own -> [Bool] in
                    if let own { return [own] }
                    return Answer.readings(legacy).map { $0 ?? false }
                })
        }

        /// Whether it is on, nil for a name that is nowhere.
        private static func readings(_ value: String?) -> [Bool?] {
            guard let value else { return [nil, false, true] }
            if value.contains("$") || value.contains("'") { return [false, true] }
            return [["1", "true", "yes", "y", "on"].contains(value.lowercased().filter { $0 != " " })]
        }
    }

    /// From what docker-compose prints to what a rule asks.
    fileprivate typealias Judge = @Sendable (String, MeshFlag) -> Bool?

    private static let real: Judge = { text, flag in
        var facts = Facts()
        facts.service.composeService = "api"
        facts.service.newContainer = LiveProbes.newContainer(config: text) { _, _ in ImageSight() }.environment
        return facts.newContainerRuns(flag)
    }

    /// What the judge says and some world contradicts.
    private static func faults(_ judge: Judge) -> [String] {
        Answer.all.flatMap { answer in
            MeshFlag.allCases.compactMap { flag in
                let said = judge(answer.text(flag), flag)
                let isMilder = said.map { answer.worlds != [$0] } ?? false
                return isMilder ? "\(flag): \(said == true ? "on" : "off") is not sure in \(answer.text(flag))" : nil
            }
        }
    }

    @Test("What is said of a new container holds in every world that gives this answer; else it is unknown")
    func neverMilder() {
        let faults = Self.faults(Self.real)
        #expect(Answer.all.count == 486)
        #expect(faults.isEmpty, "\(faults.count): \(faults.prefix(3))")
    }

    @Test("What is the same in all worlds is known, so that a Jarvis with plain flags can be worked on")
    func known() {
        for answer in Answer.all where answer.own != nil && answer.worlds.count == 1 {
            #expect(Self.real(answer.text(.sync), .sync) == answer.worlds.first, "\(answer.text(.sync))")
        }
    }

    @Test("An answer that is none is unknown", arguments: ["", "services: [", "\tx", "version: '3'", "services:\n  web:\n    image: x\n"])
    func none(text: String) { #expect(Self.real(text, .sync) == nil) }

    @Test("A judge that takes what is not said for off is found out", arguments: wrong)
    func canFail(wrong: Wrong) { #expect(!Self.faults(wrong.judge).isEmpty) }

    struct Wrong: Sendable, CustomTestStringConvertible {
        let testDescription: String
        fileprivate let judge: Judge
    }

    static let wrong = [
        Wrong(testDescription: "an absent name is off") { text, flag in real(text, flag) ?? (text.contains(flag.variable) ? nil : false) },
        Wrong(testDescription: "the command is not looked at") { text, flag in real(text.replacing("command:", with: "labels:"), flag) },
        Wrong(testDescription: "an odd value is off") { text, flag in text.contains("$$") ? false : real(text, flag) },
        Wrong(testDescription: "the older name decides alone") { text, flag in
            real(text.replacing(flag.variable, with: "OTHER").replacing(flag.legacyVariable, with: flag.variable), flag)
        },
    ]
}
