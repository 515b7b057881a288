#include "push/pack.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include <zlib.h>

/* Of zlib: the largest window, with a gzip header around. */
#define GZIP_WINDOW (15 + 16)
#define MEMORY_LEVEL 9

void wb_packs_finish(struct wb_packs *packs)
{
	for (int i = 0; i < packs->count; i++) {
		free(packs->packs[i].path);
		wb_frame_unref(packs->packs[i].frame);
	}
	packs->count = 0;
}

static bool starts_with(const char *text, const char *start)
{
	return strncmp(text, start, strlen(start)) == 0;
}

bool wb_pack_is_wanted(const struct wb_file *file)
{
	bool text = starts_with(file->type, "text/") ||
	            starts_with(file->type, "application/json") ||
	            starts_with(file->type, "application/manifest") ||
	            starts_with(file->type, "image/svg");

	return text && file->size > 0 && file->size <= WB_PACK_MAX_BYTES;
}

bool wb_pack_bytes(struct wb_str text, struct wb_buf *ret_packed)
{
	z_stream z = { 0 };

	if (deflateInit2(&z, Z_BEST_COMPRESSION, Z_DEFLATED, GZIP_WINDOW,
	                 MEMORY_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK) {
		return false;
	}
	size_t most = deflateBound(&z, text.len);
	unsigned char *out = malloc(most);
	z.next_in = (z_const Bytef *)(uintptr_t)text.data;
	z.avail_in = (uInt)text.len;
	z.next_out = out;
	z.avail_out = (uInt)most;
	int result = out ? deflate(&z, Z_FINISH) : Z_MEM_ERROR;
	if (result == Z_STREAM_END) {
		wb_buf_add(ret_packed, out, z.total_out);
	}
	deflateEnd(&z);
	free(out);
	return result == Z_STREAM_END && !ret_packed->failed;
}

static struct wb_frame *pack_file(const struct wb_file *file)
{
	char *text = malloc(file->size);
	struct wb_buf packed = { 0 };
	struct wb_frame *frame = NULL;
	ssize_t got = text ? pread(file->fd, text, file->size, 0) : -1;

	if (got == (ssize_t)file->size &&
	    wb_pack_bytes((struct wb_str){ text, file->size }, &packed)) {
		frame = wb_frame_create(wb_buf_str(&packed));
	}
	wb_buf_finish(&packed);
	free(text);
	return frame;
}

static struct wb_pack *find(struct wb_packs *packs, struct wb_str path)
{
	for (int i = 0; i < packs->count; i++) {
		if (wb_str_is(path, packs->packs[i].path)) {
			return &packs->packs[i];
		}
	}
	return NULL;
}

static struct wb_pack *add(struct wb_packs *packs, struct wb_str path)
{
	if (packs->count == WB_PACKS_MAX) {
		return NULL;
	}
	struct wb_pack *pack = &packs->packs[packs->count];
	*pack = (struct wb_pack){ .path = strndup(path.data, path.len) };
	packs->count += pack->path != NULL;
	return pack->path ? pack : NULL;
}

struct wb_frame *wb_packs_get(struct wb_packs *packs, struct wb_str path,
                              const struct wb_file *file)
{
	struct wb_pack *pack = find(packs, path);

	if (!pack) {
		pack = add(packs, path);
	}
	if (!pack) {
		return NULL;
	}
	if (!pack->frame || strcmp(pack->etag, file->etag) != 0) {
		wb_frame_unref(pack->frame);
		pack->frame = pack_file(file);
		memcpy(pack->etag, file->etag, sizeof(pack->etag));
	}
	return pack->frame ? wb_frame_ref(pack->frame) : NULL;
}

void wb_pack_etag(const char *etag, char *ret_etag, size_t size)
{
	size_t len = strlen(etag);

	snprintf(ret_etag, size, "%.*s-gz\"", (int)(len > 0 ? len - 1 : 0),
	         etag);
}

/* One element of the list, "gzip;q=0.5": -1 other, 0 refused, 1 taken. */
static int judge(const char *element, const char *name)
{
	size_t len = strlen(name);

	if (strncasecmp(element, name, len) != 0) {
		return -1;
	}
	const char *rest = element + len;
	rest += strspn(rest, " \t");
	if (*rest == '\0') {
		return 1;
	}
	if (*rest != ';') {
		return -1;
	}
	rest += 1 + strspn(rest + 1, " \t");
	if (strncasecmp(rest, "q=", 2) != 0) {
		return 1;
	}
	/* 0, 0. and 0.000 are no */
	return rest[2 + strspn(rest + 2, "0.")] != '\0';
}

bool wb_pack_is_accepted(struct wb_str accept_encoding)
{
	char text[256];
	int named = -1, any = -1;

	if (!accept_encoding.data || accept_encoding.len >= sizeof(text)) {
		return false;
	}
	memcpy(text, accept_encoding.data, accept_encoding.len);
	text[accept_encoding.len] = '\0';
	char *rest = text;
	for (char *one = strtok_r(text, ",", &rest); one;
	     one = strtok_r(NULL, ",", &rest)) {
		one += strspn(one, " \t");
		int gzip = judge(one, "gzip"), star = judge(one, "*");
		named = gzip >= 0 ? gzip : named;
		any = star >= 0 ? star : any;
	}
	return named >= 0 ? named == 1 : any == 1;
}
