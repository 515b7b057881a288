#include "app/observed.h"

#include <string.h>

#include "limits.h"

struct key {
	char text[WB_NAME_MAX_BYTES + 1];
};

static struct wb_str key_of(struct key *key, enum wb_observed_kind kind,
                            struct wb_str name)
{
	if (name.len == 0 || name.len > WB_NAME_MAX_BYTES) {
		return (struct wb_str){ NULL, 0 };
	}
	key->text[0] = kind == WB_OBSERVED_FEED ? 'f' : 'r';
	memcpy(key->text + 1, name.data, name.len);
	return (struct wb_str){ key->text, name.len + 1 };
}

bool wb_observed_is_bad(const struct wb_observed *observed,
                        enum wb_observed_kind kind, struct wb_str name)
{
	struct key key;
	struct wb_str text = key_of(&key, kind, name);
	uint32_t number = text.data ? wb_names_find(&observed->names, text)
	                            : WB_NAMES_NONE;
	return number != WB_NAMES_NONE && observed->bad[number];
}

bool wb_observed_has_room(const struct wb_observed *observed,
                          enum wb_observed_kind kind, struct wb_str name)
{
	struct key key;
	struct wb_str text = key_of(&key, kind, name);
	return text.data &&
	       (observed->names.count < WB_OBSERVED_MAX ||
	        wb_names_find(&observed->names, text) != WB_NAMES_NONE);
}

bool wb_observed_set(struct wb_observed *observed, enum wb_observed_kind kind,
                     struct wb_str name, bool bad)
{
	struct key key;
	struct wb_str text = key_of(&key, kind, name);
	observed->names.limit = WB_OBSERVED_MAX;
	uint32_t number = text.data ? wb_names_add(&observed->names, text)
	                            : WB_NAMES_NONE;
	if (number == WB_NAMES_NONE) {
		return false;
	}
	observed->bad[number] = bad;
	return true;
}

void wb_observed_each_bad(const struct wb_observed *observed,
                          enum wb_observed_kind kind,
                          void (*fn)(void *user, struct wb_str name),
                          void *user)
{
	char first = kind == WB_OBSERVED_FEED ? 'f' : 'r';
	for (uint32_t i = 0; i < observed->names.count; i++) {
		struct wb_str text = wb_names_get(&observed->names, i);
		if (observed->bad[i] && text.data[0] == first) {
			fn(user,
			   (struct wb_str){ text.data + 1, text.len - 1 });
		}
	}
}

void wb_observed_transfer(struct wb_observed *observed, struct wb_codec *codec)
{
	uint32_t i = 0;
	while (wb_codec_more(codec, i < observed->names.count)) {
		struct wb_str text = { NULL, 0 };
		if (!wb_codec_reads(codec)) {
			text = wb_names_get(&observed->names, i);
		}
		wb_codec_str(codec, &text, WB_NAME_MAX_BYTES + 1);
		if (wb_codec_reads(codec)) {
			observed->names.limit = WB_OBSERVED_MAX;
			wb_codec_check(codec,
			               !codec->failed && text.len > 1 &&
			                       wb_names_add(&observed->names,
			                                    text) == i);
		}
		if (codec->failed) {
			return;
		}
		wb_codec_bool(codec, &observed->bad[i++]);
	}
}

void wb_observed_finish(struct wb_observed *observed)
{
	wb_names_finish(&observed->names);
	*observed = (struct wb_observed){ 0 };
}
