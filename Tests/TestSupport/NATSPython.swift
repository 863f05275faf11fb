/// The start of a Python script: a NATS client in the plain protocol (docs.nats.io, "Client protocol").
public let natsPython = """
    import json, socket, sys

    class NATS:
        def __init__(self, port, **options):
            self.socket = socket.create_connection(('127.0.0.1', port))
            self.file = self.socket.makefile('rb')
            self.waiting = []
            assert self.file.readline().startswith(b'INFO ')
            self.send('CONNECT ' + json.dumps({'verbose': False, 'pedantic': False, 'headers': True, 'no_responders': True, **options}))
            self.ping()

        def send(self, line, body=None):
            self.socket.sendall(line.encode() + b'\\r\\n' + (b'' if body is None else body + b'\\r\\n'))

        def ping(self):
            self.send('PING')
            while (event := self.event()) != 'PONG':
                self.waiting.append(event)

        def message(self):
            while not self.waiting:
                event = self.event()
                if event != 'PONG':
                    self.waiting.append(event)
            return self.waiting.pop(0)

        def event(self):
            while True:
                line = self.file.readline()
                words = line.decode().split()
                if not words:
                    sys.exit('the server closed the connection')
                kind = words[0].upper()
                if kind == 'PING':
                    self.send('PONG')
                elif kind == 'PONG':
                    return 'PONG'
                elif kind == '-ERR':
                    sys.exit(line.decode())
                elif kind in ('MSG', 'HMSG'):
                    sizes = words[-1:] if kind == 'MSG' else words[-2:]
                    rest = words[3:-len(sizes)]
                    data = self.file.read(int(sizes[-1]))
                    self.file.read(2)
                    head = int(sizes[0]) if kind == 'HMSG' else 0
                    return words[1], rest[0] if rest else None, data[:head], data[head:]

        def request(self, subject, body):
            self.send('SUB _INBOX.python.%d 9' % id(self))
            self.send('PUB %s _INBOX.python.%d %d' % (subject, id(self), len(body)), body)
            return self.message()[3]


    """
