import Execution
import TestSupport
import Testing

@testable import Probes

/// The service's own counts, in the two shapes that there are.
@Suite(.ownThread) struct MetricsPageTests {
    private static let buckets: [ServiceTraffic.Bucket] = [.init(seconds: 0.5, count: 7), .init(seconds: 2.5, count: 11)]

    @Test("Prometheus's own shape, summed over the labels")
    func prometheus() {
        let page = """
            # TYPE http_requests_total counter
            http_requests_total{path="/a",status="200"} 9
            http_requests_total{path="/b",status="503"} 3
            http_request_duration_seconds_bucket{path="/a",le="0.5"} 5
            http_request_duration_seconds_bucket{path="/b",le="0.5"} 2
            http_request_duration_seconds_bucket{path="/a",le="2.5"} 8
            http_request_duration_seconds_bucket{path="/b",le="2.5"} 3
            http_request_duration_seconds_bucket{path="/a",le="+Inf"} 9
            http_request_duration_seconds_count{path="/a"} 9
            http_request_duration_seconds_count{path="/b"} 3
            """
        let traffic = MetricsPage(Array(page.utf8)).traffic
        #expect(traffic?.answers == 12 && traffic?.serverErrors == 3 && traffic?.timed == 12)
        #expect(traffic?.within == Self.buckets)
    }

    @Test("The real application's: buckets under the family's name, sum and count by a label")
    func real() {
        let page = """
            # TYPE http_request_duration_seconds histogram
            http_request_duration_seconds{method="GET",endpoint="/a",le="0.5"} 7
            http_request_duration_seconds{method="GET",endpoint="/a",le="2.5"} 11
            http_request_duration_seconds{method="GET",endpoint="/a",type="sum"} 8.25
            http_request_duration_seconds{method="GET",endpoint="/a",type="count"} 12
            """
        let traffic = MetricsPage(Array(page.utf8)).traffic
        #expect(traffic?.timed == 12 && traffic?.answers == nil && traffic?.within == Self.buckets)
    }

    @Test("Some exporters call the status a code")
    func code() {
        let page = "http_requests_total{code=\"200\"} 9\nhttp_requests_total{code=\"503\"} 3\n"
        #expect(MetricsPage(Array(page.utf8)).traffic?.serverErrors == 3)
    }

    @Test("Families that are only declared, as the real application has them while nothing feeds them, tell nothing")
    func empty() {
        let page = "# HELP http_requests_total Total\n# TYPE http_requests_total counter\n# TYPE http_request_duration_seconds histogram\n"
        #expect(MetricsPage(Array(page.utf8)).traffic == nil)
    }
}
