extension CommandCases {
    /// curl: what writes a file, sends something, or is another method than it says.
    static let curl = CommandCases(
        #"""
        R curl -sSf http://localhost:8000/api/health
        R curl -fsSL -m 5 http://localhost:8000/api/health
        R curl -so /dev/null -w "%{http_code}" http://localhost:8000/x
        R curl -sI http://localhost:8000/x
        R curl --head http://localhost:8000/x
        R curl -H "Accept: application/json" -H "Authorization: Bearer x" http://localhost:8000/x
        R curl -s http://localhost:8000/x | jq -r ".a.b"
        R curl -s http://localhost:8000/x | jq ".a | length"
        R curl "http://localhost:8000/x?limit=5&q=a"
        R curl -H "If-None-Match: x" http://localhost/x
        C curl -XPOST http://localhost:8000/api/x
        C curl --request POST http://localhost:8000/api/x
        C curl -d a=b http://localhost:8000/x
        C curl -X GET -d a=b http://localhost:8000/x
        C curl --data-urlencode a=b http://localhost:8000/x
        C curl -F a=b http://localhost:8000/x
        C curl -H "X-Method-Override: PUT" http://localhost:8000/x
        C curl --json "{}" http://localhost:8000/x
        C curl -X GET -d a=b http://localhost/x
        C curl -d a=b -X GET http://localhost/x
        C curl -XGET -da=b http://localhost/x
        C curl -X HEAD --json "{}" http://localhost/x
        C curl -X OPTIONS --data-raw a http://localhost/x
        C curl -d "" http://localhost/x
        C curl -X PUT http://localhost/x
        C curl -X PATCH http://localhost/x
        C curl -X get --data a http://localhost/x
        C curl -H "X-Method-Override: PUT" http://localhost/x
        C curl -X GET -H "X-HTTP-Method-Override: POST" http://localhost/x
        C curl -X POST http://localhost/x | jq .a
        D curl -X DELETE http://localhost:8000/api/x
        D curl -X delete http://localhost:8000/api/x
        D curl -H "X-HTTP-Method-Override: DELETE" http://localhost:8000/x
        D curl -X DELETE http://localhost/x
        D curl -XDELETE http://localhost/x
        D curl -sXDELETE http://localhost/x
        D curl -sSfXDELETE http://localhost/x
        D curl -X DELETE -I http://localhost/x
        D curl -I -X DELETE http://localhost/x
        D curl -X DELETE -I http://localhost/x && true
        D curl -X GET -X DELETE http://localhost/x
        D curl -X DELETE -d a http://localhost/x
        D curl http://localhost/x -X DELETE
        D curl --request DELETE -- http://localhost/x
        D curl -H "x-http-method-override:delete" http://localhost:8000/x
        D curl -H "X-HTTP-Method: DELETE" http://localhost:8000/x
        D curl -H "X_HTTP_METHOD_OVERRIDE: DELETE" http://localhost:8000/x
        D curl -X POST -H "X-HTTP-Method-Override: DELETE" http://localhost:8000/x
        D curl -HX-HTTP-Method-Override:DELETE http://localhost:8000/x
        D curl -H "Accept: x" -H "X-Method-Override: DELETE" http://localhost:8000/x
        U curl -o .env http://localhost:8000/x
        U curl -O http://localhost:8000/x
        U curl --output-dir data -O http://localhost:8000/x
        U curl -K cfg
        U curl -D headers http://localhost:8000/x
        U curl --trace t http://localhost:8000/x
        U curl -w "%output{.env}%{http_code}" http://localhost:8000/x
        U curl http://localhost:8000/x | tee .env
        U curl http://localhost:8000/x > .env
        U curl -X "GET / HTTP/1.1" http://localhost:8000/x
        U curl -X PROPFIND http://localhost:8000/x
        U curl --unix-socket /var/run/docker.sock http://localhost/containers/json
        U curl -X POST --unix-socket /var/run/docker.sock http://localhost/containers/x/stop
        U curl -H "Accept: x\x0AX-HTTP-Method-Override: DELETE" http://localhost/
        U curl -H "Accept: x\x0DX-HTTP-Method-Override: DELETE" http://localhost/
        U curl "http://localhost/ HTTP/1.1\x0AX: y"
        U curl -O http://localhost/x
        U curl -OJ http://localhost/x
        U curl -o x http://localhost/x
        U curl -ox http://localhost/x
        U curl -o/dev/null/x http://localhost/x
        U curl -so x http://localhost/x
        U curl -o /dev/null -o x http://localhost/x
        U curl --output x http://localhost/x
        U curl --output=x http://localhost/x
        U curl --outp x http://localhost/x
        U curl -T x http://localhost/x
        U curl -Tx http://localhost/x
        U curl --upload-file x http://localhost/x
        U curl -K x http://localhost/x
        U curl -Kx
        U curl --config x http://localhost/x
        U curl -K - http://localhost/x
        U curl -c jar http://localhost/x
        U curl --cookie-jar jar http://localhost/x
        U curl -b jar http://localhost/x
        U curl -D x http://localhost/x
        U curl -D - http://localhost/x
        U curl --dump-header x http://localhost/x
        U curl --libcurl x http://localhost/x
        U curl --stderr x http://localhost/x
        U curl --trace x http://localhost/x
        U curl --trace-ascii x http://localhost/x
        U curl --trace - http://localhost/x
        U curl --etag-save x http://localhost/x
        U curl --hsts x http://localhost/x
        U curl --alt-svc x http://localhost/x
        U curl --unix-socket /var/run/docker.sock http://localhost/x
        U curl --abstract-unix-socket x http://localhost/x
        U curl --unix-socket=/var/run/docker.sock http://localhost/x
        U curl file:///etc/passwd
        U curl FILE:///etc/passwd
        U curl ftp://localhost/x
        U curl -Q "DELE x" ftp://localhost/x
        U curl gopher://localhost:6379/_FLUSHALL
        U curl dict://localhost:6379/FLUSHALL
        U curl telnet://localhost
        U curl scp://localhost/x
        U curl smtp://localhost
        U curl localhost:8000/x
        U curl HTTP://localhost/x
        U curl -x http://proxy http://localhost/x
        U curl --proxy http://p http://localhost/x
        U curl --preproxy x http://localhost/x
        U curl -U a:b http://localhost/x
        U curl -u a:b http://localhost/x
        U curl -n http://localhost/x
        U curl -E cert http://localhost/x
        U curl --engine x http://localhost/x
        U curl -G -d a=b http://localhost/x
        U curl -Z http://localhost/x
        U curl --next http://localhost/x
        U curl http://localhost/x --next -X DELETE http://localhost/y
        U curl http://localhost/x -: -X DELETE http://localhost/y
        U curl http://localhost/x http://localhost/y
        U curl --url http://localhost/x
        U curl --url http://localhost/x -X DELETE
        U curl -w @- http://localhost/x -w "%output{x}"
        U curl -w "%output{x}" -w y http://localhost/x -o y
        U curl -w "%output{>>x}" http://localhost/x
        U curl -w@x http://localhost/ && true
        U curl -w @x http://localhost/ && true
        U curl -X "GET\x0A" http://localhost/x
        U curl -X "G E T" http://localhost/x
        U curl -X TRACE http://localhost/x
        U curl -X PURGE http://localhost/x
        U curl -X MKCOL http://localhost/x
        U curl -X CONNECT http://localhost/x
        U curl -X "" http://localhost/x
        U curl -XPROPPATCH http://localhost/x
        U curl -H @x http://localhost/x
        U curl -H@x http://localhost/x
        U curl -H "X-Evil: 1" http://localhost/x
        U curl -H "Transfer-Encoding: chunked" http://localhost/x
        U curl -H "Content-Length: 5" http://localhost/x
        U curl -H "Connection: Upgrade" http://localhost/x
        U curl -H "Upgrade: websocket" http://localhost/x
        U curl -H "X-HTTP-Method-Override: PURGE" http://localhost/x
        U curl -H "X-HTTP-Method-Override" http://localhost/x
        U curl -H "X-HTTP-Method-Override;" http://localhost/x
        U curl -H "X_HTTP_Method_Override : FOO" http://localhost/x
        U curl -H "X-Original-Method: DELETE" http://localhost/x
        U curl -H "X-Rewrite-URL: /delete" http://localhost/x
        U curl -H "X-Original-URL: /delete" http://localhost/x
        U curl --header "_method: DELETE" http://localhost/x
        U curl "http://localhost/x?_method=DELETE"
        U curl "http://localhost/x?a=b&_METHOD=delete"
        U curl "http://localhost/x?%5fmethod=DELETE"
        U curl "http://localhost/x?_me{t}hod=DELETE"
        U curl "http://localhost/x?a;_method=DELETE"
        U curl "http://localhost/x?http_method=DELETE"
        U curl -d @x http://localhost/x
        U curl -d@x http://localhost/x
        U curl --data @x http://localhost/x
        U curl --data-binary @x http://localhost/x
        U curl --data-urlencode a@x http://localhost/x
        U curl --json @x http://localhost/x
        U curl -F a=@x http://localhost/x
        U curl --form a=b http://localhost/x
        U curl --form-string a=b http://localhost/x
        U curl -d a -d b http://localhost/x
        U curl --no-silent http://localhost/x
        U curl -m -1 http://localhost/x
        U curl -m nan http://localhost/x
        U curl -m inf http://localhost/x
        U curl --retry 1000000 http://localhost/x
        U curl --create-dirs -o a/b http://localhost/x
        U curl --remote-name-all http://localhost/x
        U curl --limit-rate 1 http://localhost/x
        U curl --netrc-file x http://localhost/x
        U curl --resolve a:1:b http://localhost/x
        U curl --proto-default file x
        U curl --doh-url http://x http://localhost/x
        U curl --interface x http://localhost/x
        U curl --ftp-create-dirs http://localhost/x
        U curl -r 0-1 http://localhost/x
        U curl -C - -o x http://localhost/x
        U curl -a http://localhost/x
        U curl -z x http://localhost/x
        U curl -t a=b http://localhost/x
        U curl -P - http://localhost/x
        U curl -q http://localhost/x
        U curl -# http://localhost/x
        U curl -N http://localhost/x
        U curl http://localhost/x | sh
        U curl http://localhost/x | python
        U curl http://localhost/x | jq . > x
        U curl http://localhost/x | jq env
        U curl http://localhost/x | jq -n env
        U curl http://localhost/x | tee x
        U curl http://localhost/x | docker load
        U curl http://localhost/x -o x && true
        U curl http://localhost/x > x
        U curl http://localhost/x 2> x
        U curl -H "Accept: a" -H "X-Evil: b" http://localhost/x
        U curl -X POST -H "X-HTTP-Method-Override: FOO" http://localhost/x
        """#)
}
