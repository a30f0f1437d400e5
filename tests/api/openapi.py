"""api/openapi.yaml as a judge of answers: the part of OpenAPI 3.0 that our contract uses, and not one keyword more.

A field that the contract does not name is a mistake too: clients are made from the contract.
"""
import json, pathlib, re, subprocess
from hearback import ROOT

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool}
UNDERSTOOD = {"$ref", "allOf", "oneOf", "type", "required", "properties", "additionalProperties", "items", "enum", "format", "pattern", "maxLength",
              "maxItems", "minimum", "maximum", "default", "example", "description"}

def load():
    """The YAML by way of the desk's own reader."""
    script = "import yaml from 'js-yaml'; import fs from 'fs'; console.log(JSON.stringify(yaml.load(fs.readFileSync('../api/openapi.yaml', 'utf8'))))"
    return json.loads(subprocess.run(["node", "--input-type=module", "-e", script], cwd=ROOT / "web", stdout=subprocess.PIPE, check=True).stdout)

class Contract:
    def __init__(self):
        self.spec = load()

    def resolve(self, schema):
        while "$ref" in schema:
            at = self.spec
            for piece in schema["$ref"][2:].split("/"):
                at = at[piece]
            schema = at
        assert not set(schema) - UNDERSTOOD, f"this validator does not know {set(schema) - UNDERSTOOD}"
        return schema

    def merged(self, schema):
        """allOf as one object schema."""
        schema = self.resolve(schema)
        if "allOf" not in schema:
            return schema
        parts = [self.merged(part) for part in schema["allOf"]]
        return {"type": "object", "required": [r for p in parts for r in p.get("required", [])],
                "properties": {k: v for p in parts for k, v in p.get("properties", {}).items()}}

    def wrong(self, value, schema, at="$"):
        """Every way in which the value is not of the schema."""
        schema = self.merged(schema)
        if "enum" in schema and value not in schema["enum"]:
            return [f"{at}: {value!r} is none of {schema['enum']}"]
        kind = schema.get("type")
        if kind in ("integer", "number"):
            fits = isinstance(value, int) and not isinstance(value, bool) or kind == "number" and isinstance(value, float)
        else:
            fits = kind is None or isinstance(value, TYPES[kind])
        if not fits:
            return [f"{at}: {value!r} is no {kind}"]
        if kind == "string" and schema.get("format") == "date-time" and not TIME.fullmatch(value):
            return [f"{at}: {value!r} is no time"]
        if kind == "array":
            return [w for i, item in enumerate(value) for w in self.wrong(item, schema["items"], f"{at}[{i}]")]
        if kind != "object":
            return []
        known, rest = schema.get("properties", {}), schema.get("additionalProperties")
        out = [f"{at}.{name} is missing" for name in schema.get("required", []) if name not in value]
        for name, item in value.items():
            if name in known or isinstance(rest, dict):
                out += self.wrong(item, known.get(name, rest), f"{at}.{name}")
            else:
                out.append(f"{at}.{name} is not in the contract")
        return out

    def operation(self, method, path):
        """The operation that a concrete path below /api/v1 belongs to."""
        for template, item in self.spec["paths"].items():
            if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), path) and method.lower() in item:
                return item[method.lower()]
        raise AssertionError(f"{method} {path} is not in the contract")

    def judge(self, method, path, answer):
        """Every way in which an answer breaks the contract."""
        responses = self.operation(method, path.split("?")[0])["responses"]
        response = self.resolve_response(responses.get(str(answer.status), responses["default"]))
        problem = str(answer.status) not in responses
        out = [f"{answer.status} is no error and not in the contract"] if problem and answer.status < 400 else []
        if "hearback-now" not in answer.headers:
            out.append("no Hearback-Now")
        for name in response.get("headers", {}):
            if name.lower() not in answer.headers:
                out.append(f"no {name}")
        if "content" not in response:
            return out + ([f"{answer.status} has a body"] if answer.body else [])
        (content_type, content), = response["content"].items()
        if answer.headers.get("content-type", "").split(";")[0] != content_type:
            return out + [f"content type {answer.headers.get('content-type')}, not {content_type}: {answer.body[:200]!r}"]
        out += self.wrong(answer.json, content["schema"])
        if problem and answer.json.get("status") != answer.status:
            out.append("a problem of another status")
        return out

    def resolve_response(self, response):
        return self.spec["components"]["responses"][response["$ref"].rsplit("/", 1)[1]] if "$ref" in response else response
