import TestSupport
import Testing

@testable import Probes

/// An image's line is found in its service's own block, and nowhere else.
@Suite(.ownThread) struct ImageLineTests {
    private static let image = "jarvis/api:1.4"

    private func replaced(_ text: String) -> String? {
        do throws(ImageLine.Unclear) { return try ImageLine.replaced(Self.image, by: "jarvis/api:1.3", of: "api", in: text) } catch {
            return nil
        }
    }

    @Test(
        "Only the service's own line changes, whoever else has the same image",
        arguments: [
            "services:\n  worker:\n    image: jarvis/api:1.4\n  api:\n    image: >jarvis/api:1.4\n  web:\n    image: jarvis/api:1.4\n",
            "# image: jarvis/api:1.4\nx-common:\n  api:\n    image: jarvis/api:1.4\nservices:   # all\n\n    'api':\n        ports: []\n\n"
                + "        image: '>jarvis/api:1.4' # stable\nvolumes:\n  api:\n    image: jarvis/api:1.4\n",
            "services:\r\n  api: &api\r\n    image: >jarvis/api:1.4\r\n    command: |\r\n      image: jarvis/api:1.4\r\n",
            "api:\n  image: >jarvis/api:1.4\nworker:\n  image: jarvis/api:1.4\n",
        ])
    func own(marked: String) {
        let text = marked.split(separator: ">", omittingEmptySubsequences: false).joined()
        let parts = marked.split(separator: ">", maxSplits: 1, omittingEmptySubsequences: false)
        let before = String(parts.first ?? "")
        let after = String((parts.last ?? "").dropFirst(Self.image.count))
        #expect(replaced(text) == before + "jarvis/api:1.3" + after)
    }

    @Test(
        "What is not clear is left to a person",
        arguments: [
            "services:\n  worker:\n    image: jarvis/api:1.4\n", "services:\n  api:\n    <<: *base\n  b:\n    image: jarvis/api:1.4\n",
            "services:\n  api: {image: jarvis/api:1.4}\n",
            "services:\n  api:\n    image: jarvis/api:1.4\n  api:\n    image: jarvis/api:1.4\n",
            "services:\n  api:\n    image: jarvis/api:1.4\n    image: jarvis/api:1.4\n", "services:\n\tapi:\n\t\timage: jarvis/api:1.4\n",
            "services:\n  api:\n    image: jarvis/api:1.40\n", "services:\n  api:\n    build:\n      image: jarvis/api:1.4\n", "",
            "services:\n  api:\n    image: jarvis/api:1.4\nservices:\n  api:\n    image: jarvis/api:1.4\n",
        ])
    func unclear(text: String) { #expect(replaced(text) == nil) }
}
