import Configuration
import TestSupport
import Testing

@Suite(.ownThread) struct ImageReferenceTests {
    @Test(
        "A tag is found where a compose file takes it from",
        arguments: [
            ("jarvis/api:${TAG}", ImageReference.variable("TAG")),
            ("jarvis/api:${JARVIS_IMAGE_TAG:-latest}", .variable("JARVIS_IMAGE_TAG")),
            ("jarvis/api:$TAG", .variable("TAG")),
            ("${REGISTRY:-registry:5000}/jarvis:${TAG:?say which}", .variable("TAG")),
            ("registry:5000/jarvis/api:1.4.2", .literal(before: "registry:5000/jarvis/api:", tag: "1.4.2")),
            ("jarvis:latest", .literal(before: "jarvis:", tag: "latest")),
        ])
    func found(image: String, reference: ImageReference) { #expect(ImageReference(image) == reference) }

    @Test(
        "What cannot be written with certainty is left to a person",
        arguments: [
            "jarvis/api", "registry:5000/jarvis", "jarvis@sha256:abc", "jarvis:1.2@sha256:abc", "${IMAGE}", "jarvis:${MAJOR}.${MINOR}",
            "jarvis:v${TAG}", "jarvis:${TAG:+x}", "jarvis:", "",
        ])
    func unclear(image: String) {
        guard case .unclear = ImageReference(image) else {
            Issue.record("\(image) is \(ImageReference(image))")
            return
        }
    }
}
